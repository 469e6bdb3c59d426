import type Router from '@koa/router';
import type { ServerClock } from '../../api.js';
import { needs } from '../middleware/needs.js';

/** `GET /api/clock`: for whoever wants to know how old the sound is that they hear. */
export function addClockRoute(router: Router, now: () => number): void {
  router.get('/api/clock', needs('listen'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    const clock: ServerClock = { now: now() };
    ctx.body = clock;
  });
}
