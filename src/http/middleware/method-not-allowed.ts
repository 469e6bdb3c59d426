import type { RouterContext } from '@koa/router';
import type { Next } from 'koa';
import { AppError } from '../../errors.js';

/**
 * Runs where the router found no route: refuses what has a route for other methods.
 * @throws AppError `method-not-allowed`, with `Allow` (RFC 9110 section 15.5.6)
 */
export async function methodNotAllowed(ctx: RouterContext, next: Next): Promise<void> {
  const allowed = [...new Set(ctx.matched?.flatMap((route) => route.methods))].sort();
  if (allowed.length > 0) refuseMethod(ctx, allowed);
  await next();
}

export function refuseMethod(ctx: Pick<RouterContext, 'set' | 'method'>, allowed: string[]): never {
  ctx.set('Allow', allowed.join(', '));
  throw new AppError(
    'method-not-allowed',
    `${ctx.method} is not possible here, only ${allowed.join(' and ')}.`,
  );
}
