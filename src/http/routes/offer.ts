import type Router from '@koa/router';
import type { Middleware } from 'koa';
import { AppError } from '../../errors.js';
import type { Body, BodyReader, BodyState } from '../middleware/body.js';
import { needs } from '../middleware/needs.js';
import { join } from './join.js';
import type { ListenerSessions } from './listener-sessions.js';

/** `POST /offer` joins a listener, as JSON or as plain SDP; `DELETE /offer/{id}` ends it. */
export function addOfferRoutes(
  router: Router,
  sessions: ListenerSessions,
  { body, budget }: { body: BodyReader; budget: Middleware },
): void {
  const read = body('application/json', 'application/sdp');
  router.post<BodyState>('/offer', needs('listen'), budget, read, async (ctx) => {
    const answer = await join(ctx, sessions, offerText(ctx.state.body));
    if (ctx.state.body.type === 'application/json') {
      ctx.body = answer;
    } else {
      ctx.set('Location', `/offer/${answer.id}`);
      ctx.set('Content-Type', 'application/sdp');
      ctx.body = answer.sdp;
    }
  });

  router.delete<{ id: string }>('/offer/:id', needs('listen'), async (ctx) => {
    await sessions.remove(ctx.params.id ?? '');
    ctx.status = 204;
  });
}

function offerText(body: Body): string {
  if (body.type !== 'application/json') return body.text;
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
