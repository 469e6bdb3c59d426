/** How old the sound is when it is heard, and what makes it so. */

import type { Applied } from '../../../src/api.js';
import type { ConnectionFacts } from './connection-stats.js';

/** All in ms. */
export interface Delay {
  total: number;
  /** In the computer: from the capture to the packet on its way. What the other parts leave of a measured total. */
  sender: number;
  /** Half the round trip. */
  network: number;
  /** In the browser's jitter buffer. */
  buffer: number;
  /** From the browser to the loudspeaker, as far as the browser tells. */
  output: number;
  /** Whether the sound's age was measured; else the computer's part is reckoned. */
  measured: boolean;
}

/** What the page knows of the sound's way. */
export interface DelayFacts extends Pick<ConnectionFacts, 'buffer' | 'roundTrip'> {
  /** From the capture of a packet's beginning to the playing of some part of it, mean, ms; null where it cannot be measured. */
  age: number | null;
  /** Of the browser's sound output, s. */
  outputLatency: number;
}

/** A block of the source and one of the mixer, ms. */
const BLOCKS = 20;
/**
 * Opus looks so far ahead, ms (RFC 6716 section 2.1.4: 6.5 at 48 kHz in its default mode). Timestamps leave it
 * out: what is decoded with one is older by this.
 */
const OPUS_LOOKAHEAD = 6.5;

/** Browsers play so much at once, ms, and tell of which packet it was, but not of which part. */
const PLAYED_AT_ONCE = 10;

/** @returns null while the buffer's delay is unknown */
export function delayOf(
  { codec, ptime }: Pick<Applied, 'codec' | 'ptime'>,
  { buffer, roundTrip, age, outputLatency }: DelayFacts,
): Delay | null {
  if (buffer === null) return null;
  const network = (roundTrip ?? 0) / 2;
  const output = outputLatency * 1000;
  const lookahead = codec === 'opus' ? OPUS_LOOKAHEAD : 0;
  const measured = age !== null;
  const halfPacket = Math.max(0, ptime - PLAYED_AT_ONCE) / 2;
  const sender = measured
    ? Math.max(0, age - halfPacket + lookahead - network - buffer)
    : BLOCKS + ptime + lookahead;
  return { total: sender + network + buffer + output, sender, network, buffer, output, measured };
}
