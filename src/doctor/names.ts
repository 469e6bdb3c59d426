import type { Finding } from './finding.js';

/** What decides whether other devices find this machine by its name. */
export interface Naming {
  hostname: string;
  /** Address that is listened on. */
  host: string;
  exists: (path: string) => boolean;
}

const topic = 'names';
const AVAHI = '/run/avahi-daemon/socket';

/**
 * Multicast DNS (RFC 6762): names ending in .local. Listeners connect without it, as their own .local
 * candidates are left out and found by the packets that come; the page's address may need it.
 */
export function examineNames({ hostname, host, exists }: Naming): Finding {
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) {
    return { topic, verdict: 'ok', says: 'only this machine is served: no .local name is needed' };
  }
  const name = `${hostname.split('.')[0] ?? hostname}.local`;
  if (exists(AVAHI))
    return { topic, verdict: 'ok', says: `others may find this machine as ${name} (Avahi runs)` };
  return {
    topic,
    verdict: 'note',
    says: `others cannot open http://${name}, as nothing here answers mDNS; by its address they can`,
    fix: 'Use the addresses that the start prints, or install and start avahi-daemon.',
  };
}
