import type { Middleware } from 'koa';
import { Budget } from '../../access/budget.js';
import { addressKey } from '../../access/client-address.js';
import { AppError } from '../../errors.js';
import type { Logger } from '../../log/logger.js';

/** Per second. */
interface OfferLimits {
  offers: number;
  offersPerAddress: number;
}

/** Seconds over which offers are counted: reloading a page a few times at once is no flood. */
const WINDOW = 10;

/**
 * Takes only so many offers, of each address and in all.
 * @throws AppError `too-many-offers`
 */
export function offerBudget({ offers, offersPerAddress }: OfferLimits, log: Logger): Middleware {
  const onExhausted = (address: string) => log.warn('too many offers are refused for a while', { address });
  const all = new Budget({ points: offers * WINDOW, seconds: WINDOW, onExhausted });
  const each = new Budget({ points: offersPerAddress * WINDOW, seconds: WINDOW, onExhausted });
  return async (ctx, next) => {
    // An address that has used up its own takes nothing of the others'.
    const wait = (await each.take(addressKey(ctx.req.socket.remoteAddress))) || (await all.take('all'));
    if (wait > 0) {
      const detail = `Wait ${wait} seconds before you send another offer.`;
      throw new AppError('too-many-offers', detail, { retryAfter: wait });
    }
    await next();
  };
}
