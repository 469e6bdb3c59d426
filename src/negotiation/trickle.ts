import { AppError } from '../errors.js';
import type { Plan } from './plan.js';

const UFRAG = /^a=ice-ufrag:(\S+)\s*$/gm;

/**
 * Takes a fragment of candidates that a client found after its offer (RFC 8840). None of them is needed: the
 * client's own checks show its address (RFC 8445 section 7.3.1.3), so all are dropped.
 * @throws AppError `ice-restart` when the fragment is of another ICE session than the offer
 */
export function acceptTrickle({ listener }: Plan, fragment: string): void {
  const [offered] = ufrags(listener.offer);
  if (ufrags(fragment).every((ufrag) => ufrag === offered)) return;
  throw new AppError(
    'ice-restart',
    'ICE cannot be restarted here, and the session goes on as it is. To move it, end it and send a new offer.',
  );
}

function ufrags(text: string): string[] {
  return Array.from(text.matchAll(UFRAG), ([, ufrag = '']) => ufrag);
}
