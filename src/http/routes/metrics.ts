import type Router from '@koa/router';
import { needs } from '../middleware/needs.js';

/** What the route needs of the metrics. */
export interface MetricsText {
  readonly contentType: string;
  text(): Promise<string>;
}

/** `GET /metrics`: Prometheus' text format, for operators: without tokens, this machine alone. */
export function addMetricsRoute(router: Router, metrics: MetricsText): void {
  router.get('/metrics', needs('operator'), async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Content-Type', metrics.contentType);
    ctx.body = await metrics.text();
  });
}
