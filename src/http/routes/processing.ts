import type Router from '@koa/router';
import type { FilterStatus, ProcessingRequest } from '../../api.js';
import { AppError } from '../../errors.js';
import type { BodyReader, BodyState } from '../middleware/body.js';
import { needs } from '../middleware/needs.js';
import { mapping, objectBody, parameterValues } from './json-body.js';

/** What the routes need of the processing. */
export interface FilterChain {
  readonly status: FilterStatus[];
  change(request: ProcessingRequest): Promise<FilterStatus[]>;
}

/** `GET /api/processing`: the chain of filters; `PATCH` turns them on and off and sets them, without a gap. */
export function addProcessingRoutes(router: Router, processing: FilterChain, body: BodyReader): void {
  router.get('/api/processing', needs('listen'), (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = processing.status;
  });

  router.patch<BodyState>('/api/processing', needs('operator'), body('application/json'), async (ctx) => {
    const status = await processing.change(processingRequest(objectBody(ctx.state)));
    ctx.set('Cache-Control', 'no-store');
    ctx.body = status;
  });
}

function processingRequest(content: Record<string, unknown>): ProcessingRequest {
  return Object.fromEntries(
    Object.entries(content).map(([name, change]) => [name, filterChange(name, change)]),
  );
}

function filterChange(name: string, change: unknown): ProcessingRequest[string] {
  const { enabled, parameters } = mapping(change, `Filter "${name.slice(0, 50)}"`, ['enabled', 'parameters']);
  if (enabled !== undefined && typeof enabled !== 'boolean') {
    throw new AppError('invalid-body', '"enabled" needs true or false.');
  }
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(parameters === undefined ? {} : { parameters: parameterValues(parameters) }),
  };
}
