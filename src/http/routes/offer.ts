import type Router from '@koa/router';
import type { OfferAnswer } from '../../api.js';
import { AppError } from '../../errors.js';
import { ofThisRequest } from '../../log/request-context.js';
import { body, type Body, type BodyState } from '../middleware/body.js';

/** What the routes need of the sessions. */
export interface OfferSessions {
  create(offerSdp: string, options: { signal: AbortSignal }): Promise<OfferAnswer>;
  remove(secret: string): Promise<void>;
}

/** `POST /offer` joins a listener, as JSON or as plain SDP; `DELETE /offer/{id}` ends it. */
export function addOfferRoutes(router: Router, sessions: OfferSessions): void {
  router.post<BodyState>('/offer', body('application/json', 'application/sdp'), async (ctx) => {
    const gone = new AbortController();
    ctx.res.once(
      'close',
      ofThisRequest(() => gone.abort()),
    );
    const answer = await sessions.create(offerText(ctx.state.body), { signal: gone.signal });
    ctx.set('Cache-Control', 'no-store');
    if (ctx.state.body.type === 'application/json') {
      ctx.body = answer;
    } else {
      ctx.set('Location', `/offer/${answer.id}`);
      ctx.set('Content-Type', 'application/sdp');
      ctx.body = answer.sdp;
    }
  });

  router.delete<{ id: string }>('/offer/:id', async (ctx) => {
    await sessions.remove(ctx.params.id ?? '');
    ctx.status = 204;
  });
}

function offerText(body: Body): string {
  if (body.type === 'application/sdp') return body.text;
  const { sdp, type } = Object(body.value) as { sdp?: unknown; type?: unknown };
  if (typeof sdp !== 'string' || typeof type !== 'string') {
    throw new AppError(
      'invalid-body',
      'The body needs the texts "sdp" and "type", as RTCSessionDescription has them.',
    );
  }
  if (type !== 'offer') {
    throw new AppError('not-an-offer', `The type is "${type.slice(0, 20)}", but has to be "offer".`);
  }
  return sdp;
}
