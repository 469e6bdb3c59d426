import { randomBytes } from 'node:crypto';
import type { Middleware } from 'koa';
import { inRequest } from '../../log/request-context.js';

/**
 * Gives each request an id: it stands in `X-Request-Id` of the answer and on every line of the log that the
 * request causes. Always one of our own, as a client's could be used to muddle the log.
 */
export const requestId: Middleware = async (ctx, next) => {
  const id = randomBytes(6).toString('hex');
  ctx.set('X-Request-Id', id);
  await inRequest(id, next);
};
