import type Router from '@koa/router';
import type { EventStreams } from '../events/event-streams.js';

/** `GET /api/events`: server-sent events as `EventData` has them, for as long as the client reads. */
export function addEventRoute(router: Router, streams: EventStreams): void {
  router.get('/api/events', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    // A proxy that collects answers before it passes them on would pass nothing on.
    ctx.set('X-Accel-Buffering', 'no');
    ctx.type = 'text/event-stream';
    ctx.status = 200;
    if (ctx.method === 'HEAD') return;
    ctx.body = streams.open(ctx.req.socket.remoteAddress ?? '');
    ctx.state.isEndless = true;
  });
}
