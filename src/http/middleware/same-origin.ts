import type { Middleware } from 'koa';
import { AppError } from '../../errors.js';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another website's page asks a browser to send here. Browsers say where a request comes
 * from by Sec-Fetch-Site (only to https and localhost) or Origin; other programs send neither.
 * @throws AppError `cross-origin`
 */
export const sameOrigin: Middleware = async (ctx, next) => {
  if (
    !safe.includes(ctx.method) &&
    !fromHere(ctx.get('Sec-Fetch-Site'), ctx.get('Origin'), ctx.get('Host'))
  ) {
    throw new AppError(
      'cross-origin',
      'Only the page that this server itself gives out may do this: open it in a browser.',
    );
  }
  await next();
};

function fromHere(site: string, origin: string, host: string): boolean {
  if (site !== '') return site === 'same-origin' || site === 'none';
  if (origin === '') return true;
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
