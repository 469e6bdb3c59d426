import type { Middleware } from 'koa';
import type { Logger } from '../../log/logger.js';
import { AppError } from '../../errors.js';
import { isHttpError, problemOf } from '../problem.js';

/** What a route may have said about the representation that it then failed to give. */
const representation = [
  'Cache-Control',
  'Content-Encoding',
  'Content-Length',
  'Content-Type',
  'ETag',
  'Last-Modified',
  'Location',
];

/**
 * Turns everything thrown into `application/problem+json` (RFC 9457). Koa's own handler would do it
 * as plain text and strip all headers, the security headers among them.
 */
export function problems(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof AppError) && !isHttpError(error)) {
        const stack = error instanceof Error ? error.stack : String(error);
        log.error('a request failed for an unknown reason', { method: ctx.method, error: stack });
      }
      const problem = problemOf(error);
      for (const name of representation) ctx.remove(name);
      if (error instanceof AppError && error.retryAfter !== undefined) {
        ctx.set('Retry-After', String(error.retryAfter));
      }
      ctx.status = problem.status;
      ctx.set('Content-Type', 'application/problem+json');
      ctx.set('Cache-Control', 'no-store');
      ctx.body = JSON.stringify(problem);
    }
  };
}
