import type { Middleware } from 'koa';
import type { HostNames } from '../../access/host-names.js';
import { AppError } from '../../errors.js';

/**
 * Lets requests through that call this server by one of its own names, whatever they ask for. Others get 421
 * (RFC 9110 section 15.5.20): this server does not speak for that name, whoever asks and with whatever
 * token. It is not 403, which would be about the one who asks.
 * @throws AppError `unknown-host`, `invalid-host`
 */
export function knownHost(hosts: HostNames): Middleware {
  return async (ctx, next) => {
    const named = ctx.req.headersDistinct.host ?? [];
    // A target with a host of its own is for proxies; it would count in place of the header (RFC 9112 section 3.2.2).
    const isOneHost = named.length === 1 && (ctx.originalUrl.startsWith('/') || ctx.originalUrl === '*');
    const verdict = isOneHost ? hosts.judge(named[0] ?? '') : 'invalid';
    if (verdict === 'invalid') {
      throw new AppError(
        'invalid-host',
        'Send one Host header with a name or an address, and a path to ask for.',
      );
    }
    if (verdict === 'unknown') {
      throw new AppError(
        'unknown-host',
        'Open this server by its address, or allow this name with --allowed-hosts if it is one of yours.',
      );
    }
    await next();
  };
}
