/** How old the sound is when it is heard, and what makes it so. */

import type { Applied } from '../../../src/api.js';
import type { ConnectionFacts } from './connection-stats.js';

/** All in ms. */
export interface Delay {
  total: number;
  /** In the computer: capture and mixer in blocks of 10 ms, then a packet is filled. Reckoned, not measured. */
  sender: number;
  /** Half the round trip. */
  network: number;
  /** In the browser's jitter buffer. */
  buffer: number;
  /** From the browser to the loudspeaker, as far as the browser tells. */
  output: number;
}

/** A block of the source and one of the mixer, ms. */
const BLOCKS = 20;
/** Opus looks so far ahead, ms (RFC 6716 section 2.1.4: 6.5 at 48 kHz in its default mode). */
const OPUS_LOOKAHEAD = 6.5;

/** @param outputLatency of the browser's sound output, s @returns null while the buffer's delay is unknown */
export function delayOf(
  { codec, ptime }: Pick<Applied, 'codec' | 'ptime'>,
  { buffer, roundTrip }: Pick<ConnectionFacts, 'buffer' | 'roundTrip'>,
  outputLatency: number,
): Delay | null {
  if (buffer === null) return null;
  const sender = BLOCKS + ptime + (codec === 'opus' ? OPUS_LOOKAHEAD : 0);
  const network = (roundTrip ?? 0) / 2;
  const output = outputLatency * 1000;
  return { total: sender + network + buffer + output, sender, network, buffer, output };
}
