import type Router from '@koa/router';
import type { Unready } from '../readiness.js';

/**
 * `GET /healthz`: the process runs. `GET /readyz`: a new listener would be served, else 503 with what is in
 * the way. Open to whoever may connect, as probes carry no tokens.
 */
export function addHealthRoutes(router: Router, reasons: () => Unready[]): void {
  router.get('/healthz', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { status: 'ok' };
  });

  router.get('/readyz', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const found = reasons();
    ctx.status = found.length === 0 ? 200 : 503;
    ctx.body = found.length === 0 ? { status: 'ready' } : { status: 'not-ready', reasons: found };
  });
}
