import type { Context, Next } from 'koa';
import type { Role } from '../../api.js';
import { AppError } from '../../errors.js';
import { challenge, type Identified } from './identify.js';

/**
 * Lets through whoever has the role, or a higher one. Each route of the API begins with it.
 * @throws AppError `token-needed`, `operator-needed`
 */
export function needs(role: Role) {
  return async (ctx: Pick<Context, 'set'> & { state: object }, next: Next): Promise<void> => {
    const { role: has } = ctx.state as Partial<Identified>;
    if (has === undefined) {
      challenge(ctx);
      const detail =
        'Open the address that Earshot printed at its start, or send its token as "Authorization: Bearer TOKEN".';
      throw new AppError('token-needed', detail);
    }
    if (role === 'operator' && has !== 'operator') {
      const detail =
        'Open the operator’s address that Earshot printed at its start; without tokens, do it on the computer that runs Earshot, at http://127.0.0.1, without a proxy.';
      throw new AppError('operator-needed', detail);
    }
    await next();
  };
}
