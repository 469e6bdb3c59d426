import type Router from '@koa/router';
import type { Status } from '../../api.js';
import { needs } from '../middleware/needs.js';

/** `GET /api/status`: what plays, how it is encoded and who listens. */
export function addStatusRoute(router: Router, status: () => Status): void {
  router.get('/api/status', needs('listen'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = status();
  });
}
