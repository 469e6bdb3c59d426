import type Router from '@koa/router';
import type { AccessInfo } from '../../api.js';
import type { Identified } from '../middleware/identify.js';
import { needs } from '../middleware/needs.js';

/** `GET /api/access`: what whoever asks may do. */
export function addAccessRoute(router: Router, tokenNeeded: boolean): void {
  router.get<Identified>('/api/access', needs('listen'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const access: AccessInfo = { role: ctx.state.role ?? 'listen', tokenNeeded };
    ctx.body = access;
  });
}
