import type Router from '@koa/router';
import type { DefaultsRequest, ListedDefault } from '../../api.js';
import type { BodyReader, BodyState } from '../middleware/body.js';
import { needs } from '../middleware/needs.js';
import { objectBody } from './json-body.js';

/** What the routes need of the defaults. */
export interface Defaults {
  list(): ListedDefault[];
  /** Checks what it is given. */
  change(request: DefaultsRequest): ListedDefault[];
}

/** `GET /api/defaults`: what new listeners get, as far as their offers allow; `PATCH` changes it until the next start. */
export function addDefaultsRoutes(router: Router, defaults: Defaults, body: BodyReader): void {
  router.get('/api/defaults', needs('operator'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = defaults.list();
  });

  router.patch<BodyState>('/api/defaults', needs('operator'), body('application/json'), (ctx) => {
    const list = defaults.change(objectBody(ctx.state) as DefaultsRequest);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = list;
  });
}
