/**
 * How old the sound is when the browser plays it: from the moment it was captured, by the server's clock. The
 * two clocks are compared over HTTP as NTP does it (RFC 5905 section 8): half of the quickest round trip is the
 * most that they can be wrong by.
 */

import type { CaptureMoment } from '../../../src/api.js';

/** So many comparisons are remembered: clocks drift, and a slow network may have one good moment. */
const REMEMBERED = 6;
/** No sound is played older than this, ms: a browser that tells such times means another clock. */
const OLDEST = 10_000;

interface Comparison {
  /** How long the answer took, ms. */
  roundTrip: number;
  /** What the server's clock is ahead of the browser's, ms. */
  offset: number;
}

/** Of `RTCRtpReceiver.getSynchronizationSources()`: when the browser played what. */
export type Played = Pick<RTCRtpContributingSource, 'rtpTimestamp' | 'timestamp'>;

export class CaptureAge {
  #comparisons: Comparison[] = [];

  /** @param now ms since 1970, as `timestamp` of what was played */
  constructor(
    private readonly serverNow: () => Promise<number>,
    private readonly now: () => number,
  ) {}

  /** Compares the clocks once more. @throws whatever `serverNow` throws */
  async compare(): Promise<void> {
    const asked = this.now();
    const server = await this.serverNow();
    const answered = this.now();
    const comparison = { roundTrip: answered - asked, offset: server - (asked + answered) / 2 };
    this.#comparisons = [comparison, ...this.#comparisons].slice(0, REMEMBERED);
  }

  /** The server may be another one, or have started anew. */
  forget(): void {
    this.#comparisons = [];
  }

  /** @returns ms; null while the clocks were never compared, or where the browser's times make no sense */
  of({ rtpTimestamp, timestamp }: Played, captured: CaptureMoment, clockRate: number): number | null {
    const [first, ...others] = this.#comparisons;
    if (!first) return null;
    const best = others.reduce((one, other) => (other.roundTrip < one.roundTrip ? other : one), first);
    // Timestamps wrap after hours, ages do not: so the difference is taken within 32 bits.
    const ticks = ((timestamp + best.offset - captured.at) / 1000) * clockRate + captured.timestamp;
    const age = (signed32(ticks - rtpTimestamp) / clockRate) * 1000;
    // Half a round trip may make a fresh sound look as if it were of the future.
    return Math.abs(age) < OLDEST ? age : null;
  }
}

function signed32(value: number): number {
  const range = 2 ** 32;
  const within = ((value % range) + range) % range;
  return within < range / 2 ? within : within - range;
}
