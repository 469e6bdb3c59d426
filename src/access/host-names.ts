/** Under which names this server may be called: the defence against DNS rebinding. */

import { isIP, isIPv6 } from 'node:net';

/** `known`: ours; `unknown`: somebody else's; `invalid`: no host at all (RFC 9110 section 7.2). */
export type HostVerdict = 'known' | 'unknown' | 'invalid';

const LABELS = /^(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*$/;

/**
 * Judges Host headers. A page of somebody else that has its own name point here (DNS rebinding) is told by
 * that name, so addresses are fine: nobody can have one point elsewhere.
 */
export class HostNames {
  readonly #names: ReadonlySet<string>;

  /** @param names under which this server is called, besides addresses, localhost and what ends in .localhost */
  constructor(names: Iterable<string>) {
    this.#names = new Set([...names].map((name) => withoutDot(name.toLowerCase())));
  }

  judge(header: string): HostVerdict {
    const name = hostName(header);
    if (name === undefined) return 'invalid';
    const isOurs =
      isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || this.#names.has(name);
    return isOurs ? 'known' : 'unknown';
  }
}

/**
 * Name or address in a Host header, in small letters, without brackets, port and final dot. By hand and
 * narrower than URL: that takes user names, paths, escapes and addresses in hexadecimal for a host.
 */
export function hostName(header: string): string | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(header) ?? [];
  if (port !== undefined && Number(port) > 65_535) return undefined;
  if (bracketed !== undefined) {
    return isIPv6(bracketed) && !bracketed.includes('%') ? bracketed.toLowerCase() : undefined;
  }
  const name = withoutDot((plain ?? '').toLowerCase());
  return name.length <= 253 && LABELS.test(name) ? name : undefined;
}

/** What the names of a machine are in its network: as it calls itself, short, and by mDNS (RFC 6762). */
export function ownNames(hostname: string): string[] {
  const full = withoutDot(hostname.toLowerCase());
  const [short = ''] = full.split('.');
  return short === '' ? [] : [...new Set([full, short, `${short}.local`])];
}

/** Whether it can be one of the names given to HostNames. */
export function isHostName(text: string): boolean {
  return hostName(text) === withoutDot(text.toLowerCase()) && isIP(text) === 0;
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
