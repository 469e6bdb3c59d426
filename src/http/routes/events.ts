import type Router from '@koa/router';
import { addressKey } from '../../access/client-address.js';
import type { EventStreams } from '../events/event-streams.js';
import { needs } from '../middleware/needs.js';

/** `GET /api/events`: server-sent events as `EventData` has them, for as long as the client reads. */
export function addEventRoute(router: Router, streams: EventStreams): void {
  router.get('/api/events', needs('listen'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    // A proxy that collects answers before it passes them on would pass nothing on.
    ctx.set('X-Accel-Buffering', 'no');
    ctx.type = 'text/event-stream';
    ctx.status = 200;
    if (ctx.method === 'HEAD') return;
    ctx.body = streams.open(addressKey(ctx.req.socket.remoteAddress));
    ctx.state.isEndless = true;
  });
}
