import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether a socket's or URL's address (without brackets) is one of this machine alone. */
export function isLoopbackAddress(address: string): boolean {
  // The list takes the IPv4 addresses that IPv6 sockets write as ::ffff:127.0.0.1 for what they are.
  return isIP(address) !== 0 && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * What limits per address count by: an IPv4 address, or a /64 network of IPv6, of which every host has
 * as many addresses as it likes.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:([\d.]+)$/i.exec(plain)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIPv6(plain) ? `${firstGroups(plain).join(':')}::/64` : plain;
}

/** The first four groups, without leading zeros. */
function firstGroups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // A dotted end fills two groups.
  const last = after.at(-1)?.includes('.') === true ? 1 : 0;
  const gap = tail === undefined ? 0 : 8 - before.length - after.length - last;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after];
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
}
