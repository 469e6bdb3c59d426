import { isIPv4 } from 'node:net';
import { candidatesOf } from './minimal-offer.js';
import { isAccepted, plan } from './offers.js';

/**
 * The same offer with addresses of this machine in place of those which the engine would otherwise call; undefined
 * if that makes another offer of it.
 */
export function keptAtHome(offer: string): string | undefined {
  const home = addressesOf(offer).reduce(
    (text, address) => text.replaceAll(address, isIPv4(address) ? '127.0.0.2' : '::1'),
    offer,
  );
  const isSafe =
    isAccepted(home) && addressesOf(home).every((each) => each === '127.0.0.2' || each === '::1');
  return isSafe ? home : undefined;
}

function addressesOf(offer: string): string[] {
  const addresses = candidatesOf(plan(offer).listener.offer).map(({ address }) => address);
  // The longest first: one may be the beginning of another.
  return [...new Set(addresses)].sort((a, b) => b.length - a.length);
}
