import { isIP, isIPv6 } from 'node:net';

/** More than any browser gathers; each one costs the ICE agent a check per own address. */
const MAX_CANDIDATES = 64;

const PATTERN =
  /^([A-Za-z0-9+/]{1,32}) (\d{1,3}) ([A-Za-z]{1,8}) (\d{1,10}) (\S{1,45}) (\d{1,5}) typ (host|srflx|prflx|relay)(?: |$)/;

/**
 * The candidates of an offer which the ICE agent can use, rewritten without extensions (RFC 8839 section 5.1):
 * UDP, RTP's component, a plain address. Names such as mDNS's `.local` are left out, because resolving them
 * would block; a listener that has nothing else is found when it calls (peer-reflexive).
 */
export function usableCandidates(values: readonly string[]): string[] {
  const kept: string[] = [];
  for (const value of values) {
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

/** A link-local IPv6 address means nothing without its zone, and a zone means nothing on another machine. */
function isReachable(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  return !(isIPv6(address) && /^fe[89ab]/i.test(address));
}
