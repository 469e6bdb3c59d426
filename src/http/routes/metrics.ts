import type Router from '@koa/router';
import { loopbackOnly } from '../middleware/loopback-only.js';

/** What the route needs of the metrics. */
export interface MetricsText {
  readonly contentType: string;
  text(): Promise<string>;
}

/** `GET /metrics`: Prometheus' text format, for this machine alone. */
export function addMetricsRoute(router: Router, metrics: MetricsText): void {
  router.get('/metrics', loopbackOnly, async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Content-Type', metrics.contentType);
    ctx.body = await metrics.text();
  });
}
