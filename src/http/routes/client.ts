import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { send } from '@koa/send';
import type { Context, Middleware } from 'koa';
import { AppError } from '../../errors.js';
import { refuseMethod } from '../middleware/method-not-allowed.js';
import { isHttpError } from '../problem.js';

/**
 * The files of the built client; `/` is its index.html. Browsers keep them and ask each time whether
 * they are current, so that a new version is seen at once.
 * @throws AppError `not-found`, `method-not-allowed`
 */
export function clientFiles(folder: string): Middleware {
  return async (ctx) => {
    if (!(await sendFile(ctx, folder))) throw new AppError('not-found', 'The page of this server is at /.');
    if (ctx.fresh) ctx.status = 304;
    // A file that cannot be read fails here, where it can still be answered.
    else await once(ctx.body as Readable, 'open');
  };
}

async function sendFile(ctx: Context, root: string): Promise<boolean> {
  try {
    const file = await send(ctx, ctx.path, {
      root,
      index: 'index.html',
      brotli: false,
      gzip: false,
      setHeaders: (_response, _path, { mtimeMs, size }) => {
        if (!['GET', 'HEAD'].includes(ctx.method)) refuseMethod(ctx, ['GET', 'HEAD']);
        ctx.set('Cache-Control', 'no-cache');
        ctx.etag = `W/"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`;
      },
    });
    return file !== undefined;
  } catch (error) {
    // Not there, malformed, or a path that leads out of the folder: all the same to who asks.
    if (isHttpError(error)) return false;
    throw error;
  }
}
