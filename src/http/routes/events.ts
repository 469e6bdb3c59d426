import type Router from '@koa/router';
import type { Context } from 'koa';
import { addressKey } from '../../access/client-address.js';
import type { EventStream } from '../events/event-stream.js';
import { needs } from '../middleware/needs.js';

/** Who gives an event stream to a reader, by its address. */
export interface Streams {
  open(address: string): EventStream;
}

/** Server-sent events for as long as the client reads: `GET /api/events` as `EventData` has them, `GET /api/sources/levels` as `SourceLevels`. */
export function addEventRoutes(router: Router, events: Streams, levels: Streams): void {
  router.get('/api/events', needs('listen'), (ctx) => give(ctx, events));
  // It opens every input, microphones as well.
  router.get('/api/sources/levels', needs('operator'), (ctx) => give(ctx, levels));
}

function give(ctx: Context, streams: Streams): void {
  ctx.set('Cache-Control', 'no-store');
  // A proxy that collects answers before it passes them on would pass nothing on.
  ctx.set('X-Accel-Buffering', 'no');
  ctx.type = 'text/event-stream';
  ctx.status = 200;
  if (ctx.method === 'HEAD') return;
  ctx.body = streams.open(addressKey(ctx.req.socket.remoteAddress));
  ctx.state.isEndless = true;
}
