import type Router from '@koa/router';
import { needs } from '../middleware/needs.js';

/** What the route needs of the sessions. */
export interface Disconnectable {
  disconnect(id: string): Promise<void>;
}

/** `DELETE /api/listeners/{id}` ends somebody's listening, by the public name that the status shows. */
export function addListenerRoutes(router: Router, sessions: Disconnectable): void {
  router.delete<{ id: string }>('/api/listeners/:id', needs('operator'), async (ctx) => {
    await sessions.disconnect(ctx.params.id ?? '');
    ctx.status = 204;
  });
}
