import type { Middleware } from 'koa';
import { ofThisRequest } from '../../log/request-context.js';
import type { Logger } from '../../log/logger.js';

/** From here on a request is worth a warning, ms. */
const slow = 1000;

const secret = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** One line per request, written when its connection is done with it: also for answers that never arrived. */
export function requestLog(log: Logger): Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    // A session's secret is a UUID in the path.
    const path = ctx.path.replace(secret, ':id').slice(0, 200);
    const write = ofThisRequest(() => {
      const ms = Math.round(performance.now() - start);
      const { statusCode: status, writableFinished } = ctx.res;
      const line = { method: ctx.method, path, ms, ...(writableFinished ? { status } : { aborted: true }) };
      // A stream of events lasts as long as its reader does.
      const isSlow = ms > slow && ctx.state.isEndless !== true;
      const notable = isSlow || (writableFinished && status >= 500);
      log[notable ? 'warn' : 'debug']('request', line);
    });
    ctx.res.once('close', write);
    await next();
  };
}
