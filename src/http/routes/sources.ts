import type Router from '@koa/router';
import type { SourceList, SourceRequest, SourceStatus } from '../../api.js';
import { AppError } from '../../errors.js';
import type { BodyReader, BodyState } from '../middleware/body.js';
import { needs } from '../middleware/needs.js';
import { mapping, objectBody, parameterValues } from './json-body.js';

/** What the routes need of the sources. */
export interface SourceChooser {
  list(): Promise<SourceList>;
  choose(request: SourceRequest): Promise<SourceStatus>;
}

/** `GET /api/sources`: what can be heard; `PUT /api/source` chooses, for everybody, while they listen. */
export function addSourceRoutes(router: Router, sources: SourceChooser, body: BodyReader): void {
  router.get('/api/sources', needs('listen'), async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await sources.list();
  });

  router.put<BodyState>('/api/source', needs('operator'), body('application/json'), async (ctx) => {
    const status = await sources.choose(sourceRequest(objectBody(ctx.state)));
    ctx.set('Cache-Control', 'no-store');
    ctx.body = status;
  });
}

function sourceRequest(content: Record<string, unknown>): SourceRequest {
  const { name, parameters } = mapping(content, 'The body', ['name', 'parameters']);
  if (typeof name !== 'string' || name === '') {
    throw new AppError('invalid-body', 'The body needs "name", the name of a source of GET /api/sources.');
  }
  return parameters === undefined ? { name } : { name, parameters: parameterValues(parameters) };
}
