import type Router from '@koa/router';
import type { Middleware } from 'koa';
import type { Body, BodyReader, BodyState } from '../middleware/body.js';
import { needs } from '../middleware/needs.js';
import { join } from './join.js';
import type { ListenerSessions } from './listener-sessions.js';

const FRAGMENT = 'application/trickle-ice-sdpfrag';

/**
 * WHEP (draft-ietf-wish-whep-03) for players of others. Its answers have all candidates; those of players may
 * come later by PATCH. ICE is not restarted, so there is no ETag, and no If-Match is looked at.
 */
export function addWhepRoutes(
  router: Router,
  sessions: ListenerSessions,
  { body, budget }: { body: BodyReader; budget: Middleware },
): void {
  router.post<BodyState>('/whep', needs('listen'), budget, body('application/sdp'), async (ctx) => {
    const { id, sdp } = await join(ctx, sessions, textOf(ctx.state.body));
    ctx.status = 201;
    ctx.set({ Location: `/whep/${id}`, 'Content-Type': 'application/sdp', 'Accept-Patch': FRAGMENT });
    ctx.body = sdp;
  });

  // Who looks whether there is something here gets an empty yes.
  router.get('/whep', needs('listen'), (ctx) => {
    ctx.status = ctx.method === 'HEAD' ? 200 : 204;
    if (ctx.method === 'HEAD') ctx.set('Content-Type', 'application/sdp');
  });

  // Without a token, as browsers ask without one.
  router.options('/whep', (ctx) => {
    ctx.set({ Allow: 'GET, HEAD, OPTIONS, POST', 'Accept-Post': 'application/sdp' });
    ctx.status = 204;
  });

  router.get<{ id: string }>('/whep/:id', needs('listen'), (ctx) => {
    sessions.check(ctx.params.id ?? '');
    ctx.status = 204;
  });

  router.patch<BodyState & { id: string }>('/whep/:id', needs('listen'), body(FRAGMENT), (ctx) => {
    sessions.trickle(ctx.params.id ?? '', textOf(ctx.state.body));
    ctx.status = 204;
  });

  router.delete<{ id: string }>('/whep/:id', needs('listen'), async (ctx) => {
    await sessions.remove(ctx.params.id ?? '');
    ctx.status = 200;
    ctx.body = '';
  });
}

function textOf(body: Body): string {
  return body.type === 'application/json' ? '' : body.text;
}
