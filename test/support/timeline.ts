import type { CodecName } from '../../src/api.js';
import { decode, type ReceivedPacket } from './receiver.js';

/** Sound in one packet, ms; tests that listen over time turn DTX off, so that there is one for each. */
const PACKET_MS = 20;
const RATE = 48_000;
const SIZE = (RATE * PACKET_MS) / 1000;
/** Above this a tone counts as heard, below as not heard, dBFS. */
const AUDIBLE = -45;

/** What one packet brought. */
export interface Moment {
  /** When it came, ms on the monotonic clock. */
  at: number;
  /** By frequency, dBFS (RMS). */
  levels: Map<number, number>;
}

/** Which tones a listener heard when, packet by packet. */
export class Timeline {
  private constructor(readonly moments: Moment[]) {}

  /** @param frequencies multiples of 50 Hz, which are told apart within 20 ms */
  static async of(
    packets: ReceivedPacket[],
    frequencies: number[],
    codec: CodecName = 'opus',
  ): Promise<Timeline> {
    const { left } = await decode(packets, codec);
    const moments = packets.flatMap(({ at }, i) => {
      const samples = left.subarray(i * SIZE, (i + 1) * SIZE);
      if (samples.length < SIZE) return [];
      return [
        { at, levels: new Map(frequencies.map((frequency) => [frequency, toneDb(samples, frequency)])) },
      ];
    });
    return new Timeline(moments);
  }

  /** How long after a point in time a tone is heard for the first time, ms. */
  heardAfter(from: number, frequency: number): number {
    return (this.#between(from).find((moment) => isHeard(moment, frequency))?.at ?? Infinity) - from;
  }

  /** How long after a point in time a tone is heard for the last time, ms; 0: not at all. */
  heardUntil(from: number, to: number, frequency: number): number {
    return (this.#between(from, to).findLast((moment) => isHeard(moment, frequency))?.at ?? from) - from;
  }

  /** The loudest that a tone was between two points in time, dBFS. */
  loudest(frequency: number, from = 0, to = Infinity): number {
    return Math.max(...this.#between(from, to).map(({ levels }) => levels.get(frequency) ?? -Infinity));
  }

  /** How long a tone was not heard between two points in time, ms. */
  missing(frequency: number, from: number, to: number): number {
    return this.#between(from, to).filter((moment) => !isHeard(moment, frequency)).length * PACKET_MS;
  }

  #between(from: number, to = Infinity): Moment[] {
    return this.moments.filter(({ at }) => at >= from && at <= to);
  }
}

/** The longest time without a packet, ms. */
export function longestPause(packets: ReceivedPacket[]): number {
  return Math.max(...packets.slice(1).map(({ at }, i) => at - (packets[i]?.at ?? at)));
}

function isHeard({ levels }: Moment, frequency: number): boolean {
  return (levels.get(frequency) ?? -Infinity) > AUDIBLE;
}

/** Level of one frequency: Goertzel's algorithm behind a Hann window. */
function toneDb(samples: Float32Array, frequency: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / RATE);
  let [last, beforeLast] = [0, 0];
  samples.forEach((sample, i) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length);
    [last, beforeLast] = [sample * window + turn * last - beforeLast, last];
  });
  const power = last ** 2 + beforeLast ** 2 - turn * last * beforeLast;
  // The window halves the amplitude, and a real tone's other half is at the negative frequency.
  const rms = (Math.sqrt(Math.max(power, 0)) * 4) / samples.length / Math.SQRT2;
  return 20 * Math.log10(rms + 1e-9);
}
