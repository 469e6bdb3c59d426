import { BlockList, isIP } from 'node:net';
import type { Middleware } from 'koa';
import { AppError } from '../../errors.js';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/**
 * Lets only this machine itself through: what it changes, everybody hears. Whoever comes by way of a
 * proxy is not known, and a page of another site that has its name point to 127.0.0.1 (DNS rebinding)
 * is told by the name it asks for.
 * @throws AppError `forbidden`
 */
export const loopbackOnly: Middleware = async (ctx, next) => {
  const address = ctx.req.socket.remoteAddress ?? '';
  const isForwarded = ['Forwarded', 'X-Forwarded-For', 'X-Real-IP'].some((name) => ctx.get(name) !== '');
  if (isForwarded || !isLoopbackAddress(address) || !isLoopbackName(ctx.get('Host'))) {
    throw new AppError(
      'forbidden',
      'Only the computer that runs Earshot may change this: open http://127.0.0.1 with its port there, without a proxy.',
    );
  }
  await next();
};

function isLoopbackAddress(address: string): boolean {
  // The list takes the IPv4 addresses that IPv6 sockets write as ::ffff:127.0.0.1 for what they are.
  return isIP(address) !== 0 && loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function isLoopbackName(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'))
  );
}
