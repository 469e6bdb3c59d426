import { describe, expect, it } from 'vitest';
import { CaptureAge } from '../../../../client/src/core/capture-age.js';

/** The browser's clock, ms since 1970, and what the server's is ahead. */
const NOW = 1_790_000_000_000;
const AHEAD = -1_789_999_000_000;
const OPUS = 48_000;
const captured = { timestamp: 4_000_000_000, at: 400 };

/** Two clocks and a network between them, with the time that each way takes, ms. */
function clocks() {
  let now = NOW;
  const ways = { there: 1, back: 1 };
  const age = new CaptureAge(
    async () => {
      now += ways.there;
      const server = now + AHEAD;
      now += ways.back;
      return Promise.resolve(server);
    },
    () => now,
  );
  return { age, ways, pass: (ms: number) => (now += ms), now: () => now };
}

/** Timestamp of what was captured then, by the server's clock. */
function timestampOf(serverMs: number, clockRate = OPUS): number {
  return (captured.timestamp + ((serverMs - captured.at) / 1000) * clockRate) % 2 ** 32;
}

describe('CaptureAge', () => {
  it('knows nothing before the clocks were compared, nor after it forgot', async () => {
    const { age } = clocks();
    const played = { rtpTimestamp: timestampOf(NOW + AHEAD - 50), timestamp: NOW };
    expect(age.of(played, captured, OPUS)).toBeNull();
    await age.compare();
    expect(age.of(played, captured, OPUS)).not.toBeNull();
    age.forget();
    expect(age.of(played, captured, OPUS)).toBeNull();
  });

  it.each([OPUS, 8000])('tells how old the sound is, on an RTP clock of %i Hz', async (clockRate) => {
    const { age, now } = clocks();
    await age.compare();
    const rtpTimestamp = timestampOf(now() + AHEAD - 123, clockRate);
    expect(age.of({ rtpTimestamp, timestamp: now() }, captured, clockRate)).toBeCloseTo(123, 1);
  });

  it('outlives the wrap of the timestamps, and many of them', async () => {
    const { age, pass, now } = clocks();
    for (const hours of [0, 30, 1000]) {
      pass(hours * 3_600_000);
      await age.compare();
      const rtpTimestamp = timestampOf(now() + AHEAD - 80);
      expect(age.of({ rtpTimestamp, timestamp: now() }, captured, OPUS)).toBeCloseTo(80, 1);
    }
  });

  it('knows nothing where the browser tells times of another clock', async () => {
    const { age, now } = clocks();
    await age.compare();
    const rtpTimestamp = timestampOf(now() + AHEAD - 80);
    for (const timestamp of [80_000, now() + 20_000]) {
      expect(age.of({ rtpTimestamp, timestamp }, captured, OPUS)).toBeNull();
    }
  });

  it('is wrong by no more than half the quickest of the last round trips', async () => {
    const { age, ways, now } = clocks();
    const measured = () => {
      const rtpTimestamp = timestampOf(now() + AHEAD - 100);
      return age.of({ rtpTimestamp, timestamp: now() }, captured, OPUS) ?? 0;
    };
    Object.assign(ways, { there: 300, back: 4 });
    await age.compare();
    expect(measured()).toBeCloseTo(248, 1);
    Object.assign(ways, { there: 3, back: 5 });
    await age.compare();
    expect(measured()).toBeCloseTo(99, 1);
    Object.assign(ways, { there: 300, back: 4 });
    for (let i = 0; i < 5; i += 1) await age.compare();
    expect(measured()).toBeCloseTo(99, 1);
    await age.compare();
    expect(measured()).toBeCloseTo(248, 1);
  });

  it('keeps its comparisons when the server does not answer', async () => {
    let answers = true;
    const age = new CaptureAge(
      () => (answers ? Promise.resolve(500) : Promise.reject(new Error('away'))),
      () => NOW,
    );
    await age.compare();
    answers = false;
    await expect(age.compare()).rejects.toThrow('away');
    expect(age.of({ rtpTimestamp: captured.timestamp, timestamp: NOW }, captured, OPUS)).toBeCloseTo(100, 1);
  });
});
