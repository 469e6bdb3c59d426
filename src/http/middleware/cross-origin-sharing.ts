import type { Middleware } from 'koa';

/** Seconds for which a browser need not ask again. */
const PREFLIGHT_AGE = '600';

/**
 * Lets pages of the given origins read answers, on errors as well, and answers the question that browsers ask
 * before (CORS, Fetch standard section 3.2). All others get no such header at all.
 */
export function crossOriginSharing(allowed: ReadonlySet<string>): Middleware {
  return async (ctx, next) => {
    if (allowed.size > 0) ctx.vary('Origin');
    const origin = ctx.get('Origin');
    if (!allowed.has(origin)) {
      await next();
      return;
    }
    ctx.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers':
        'Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After, WWW-Authenticate',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    const isPreflight = ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';
    if (!isPreflight) {
      await next();
      return;
    }
    ctx.set({
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match, Last-Event-ID',
      'Access-Control-Max-Age': PREFLIGHT_AGE,
    });
    ctx.status = 204;
  };
}
