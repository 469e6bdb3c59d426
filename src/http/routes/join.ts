import type { Context } from 'koa';
import { addressKey } from '../../access/client-address.js';
import type { OfferAnswer } from '../../api.js';
import { ofThisRequest } from '../../log/request-context.js';
import type { ListenerSessions } from './listener-sessions.js';

/** A session for whoever sent this request; none is left if they go away before they are answered. */
export async function join(ctx: Context, sessions: ListenerSessions, offerSdp: string): Promise<OfferAnswer> {
  const gone = new AbortController();
  const leave = ofThisRequest(() => gone.abort());
  ctx.res.once('close', leave);
  const client = addressKey(ctx.req.socket.remoteAddress);
  const answer = await sessions.create(offerSdp, { signal: gone.signal, client });
  ctx.set('Cache-Control', 'no-store');
  return answer;
}
