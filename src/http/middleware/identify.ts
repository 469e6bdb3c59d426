import { setTimeout as delay } from 'node:timers/promises';
import { randomInt } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Role } from '../../api.js';
import { Budget } from '../../access/budget.js';
import { addressKey, isLoopbackAddress } from '../../access/client-address.js';
import { hostName } from '../../access/host-names.js';
import { bearerToken, roleOf, type Tokens } from '../../access/tokens.js';
import { AppError } from '../../errors.js';
import type { Logger } from '../../log/logger.js';

/** What `identify` finds out. */
export interface Identified {
  /** Undefined: nobody who may do anything. */
  role: Role | undefined;
}

interface Options {
  tokens: Tokens | undefined;
  /** Wrong tokens per minute and address. */
  failures: number;
  log: Logger;
  /** Bounds of what a wrong token waits for its answer, ms. */
  delayMs?: [number, number];
}

/**
 * Puts who asks into `ctx.state.role`. Guessing a token costs time, and ends after a few attempts: an address
 * that used up its own is then not even heard with the right one.
 * @throws AppError `wrong-token`, `too-many-attempts`
 */
export function identify({ tokens, failures, log, delayMs = [250, 750] }: Options): Middleware<Identified> {
  const budget = new Budget({
    points: failures,
    seconds: 60,
    onExhausted: (address) => log.warn('an address sent too many wrong tokens and has to wait', { address }),
  });
  return async (ctx, next) => {
    if (tokens === undefined) ctx.state.role = isThisMachine(ctx) ? 'operator' : 'listen';
    else if (ctx.get('Authorization') !== '') ctx.state.role = await roleByToken(ctx, tokens);
    await next();
  };

  async function roleByToken(ctx: Context, tokens: Tokens): Promise<Role> {
    const key = addressKey(ctx.req.socket.remoteAddress);
    // Taken before the token is looked at: of many requests at once none slips past the count.
    const wait = await budget.take(key);
    if (wait > 0) {
      const detail = `Wait ${wait} seconds, then try again with the right token.`;
      throw new AppError('too-many-attempts', detail, { retryAfter: wait });
    }
    const role = roleOf(bearerToken(ctx.get('Authorization')) ?? '', tokens);
    if (role !== undefined) {
      await budget.giveBack(key);
      return role;
    }
    await delay(randomInt(...delayMs), undefined, { ref: false });
    challenge(ctx, 'error="invalid_token"');
    throw new AppError(
      'wrong-token',
      'Open the address again that Earshot printed at its start: it has the token.',
    );
  }
}

/** Says how to ask (RFC 6750 section 3). */
export function challenge(ctx: Pick<Context, 'set'>, more = ''): void {
  ctx.set('WWW-Authenticate', `Bearer realm="Earshot"${more && `, ${more}`}`);
}

/**
 * Whether a person at this machine asks, by one of its loopback names. Whoever comes by way of a proxy is
 * not known.
 */
function isThisMachine(ctx: Context): boolean {
  const isForwarded = ['Forwarded', 'X-Forwarded-For', 'X-Real-IP'].some((name) => ctx.get(name) !== '');
  return (
    !isForwarded && isLoopbackAddress(ctx.req.socket.remoteAddress ?? '') && isLoopbackName(ctx.get('Host'))
  );
}

function isLoopbackName(header: string): boolean {
  const name = hostName(header) ?? '';
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}
