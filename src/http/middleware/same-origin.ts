import type { Middleware } from 'koa';
import { isFromHere } from '../../access/origins.js';
import { AppError } from '../../errors.js';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another website's page asks a browser to send here: all that changes something, and all of the
 * API, as an event stream that nobody can read still takes a place. Links to the page itself are fine.
 * @throws AppError `cross-origin`
 */
export function sameOrigin(allowed: ReadonlySet<string>): Middleware {
  return async (ctx, next) => {
    const isGuarded =
      !safe.includes(ctx.method) || (ctx.path.startsWith('/api/') && ctx.method !== 'OPTIONS');
    const provenance = { site: ctx.get('Sec-Fetch-Site'), origin: ctx.get('Origin'), host: ctx.get('Host') };
    if (isGuarded && !isFromHere(provenance, allowed)) {
      throw new AppError(
        'cross-origin',
        'Only the page that this server itself gives out may do this: open it in a browser.',
      );
    }
    await next();
  };
}
