import { BlockList, isIP } from 'node:net';

/** More than any browser gathers; each one costs the ICE agent a check per own address. */
const MAX_CANDIDATES = 64;
/** How many are looked at in search of those. */
const MAX_READ = 256;

const PATTERN =
  /^([A-Za-z0-9+/]{1,32}) (\d{1,3}) ([A-Za-z]{1,8}) (\d{1,10}) (\S{1,45}) (\d{1,5}) typ (host|srflx|prflx|relay)(?: |$)/;

/**
 * The candidates of an offer which the ICE agent can use, rewritten without extensions (RFC 8839 section 5.1):
 * UDP, RTP's component, a plain address. Names such as mDNS's `.local` are left out, because resolving them
 * would block; a listener that has nothing else is found when it calls (peer-reflexive).
 */
export function usableCandidates(values: readonly string[]): string[] {
  const kept: string[] = [];
  for (const value of values.slice(0, MAX_READ)) {
    const candidate = rewrite(value);
    if (candidate !== undefined) kept.push(candidate);
    if (kept.length === MAX_CANDIDATES) break;
  }
  return kept;
}

function rewrite(value: string): string | undefined {
  const [, foundation, component, transport, priority, address, port, type] = PATTERN.exec(value) ?? [];
  if (foundation === undefined || address === undefined || type === undefined) return undefined;
  if (component !== '1' || transport?.toUpperCase() !== 'UDP') return undefined;
  if (!isBetween(priority, 1, 2 ** 31 - 1) || !isBetween(port, 1, 65535)) return undefined;
  if (!isReachable(address)) return undefined;
  // GStreamer before 1.28 may crash when asked for the statistics of a relay; the agent treats both alike.
  const kind = type === 'relay' ? 'srflx' : type;
  return `${foundation} 1 UDP ${String(Number(priority))} ${address} ${String(Number(port))} typ ${kind}`;
}

function isBetween(text: string | undefined, lowest: number, highest: number): boolean {
  const value = Number(text);
  return value >= lowest && value <= highest;
}

/**
 * Where no listener can be: unspecified, multicast, reserved and broadcast addresses, IPv4 in IPv6's clothes.
 * A link-local IPv6 address means nothing without its zone, and a zone means nothing on another machine.
 */
const NOBODY = {
  ipv4: blockList('ipv4', [
    ['0.0.0.0', 8],
    ['224.0.0.0', 3],
  ]),
  ipv6: blockList('ipv6', [
    ['::', 128],
    ['::ffff:0:0', 96],
    ['fe80::', 10],
    ['ff00::', 8],
  ]),
};

function blockList(family: 'ipv4' | 'ipv6', networks: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, family);
  return list;
}

function isReachable(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  return !NOBODY[family].check(address, family);
}
