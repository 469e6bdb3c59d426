import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodecName } from '../../src/api.js';
import { Program } from '../support/program.js';
import { decode, gapsIn, type Sound } from '../support/receiver.js';
import { dominantFrequency, rmsDb } from '../support/spectrum.js';

const ALL: CodecName[] = ['opus', 'g722', 'pcmu', 'pcma'];
const PACKETS = 100;
/** The test tone is a sine at half of full scale. */
const TONE = { frequency: 440, rms: -9.03 };

/** Without the first moments, in which a decoder finds its feet. */
function settled({ left, right, rate }: Sound): [Float32Array, Float32Array] {
  return [left.slice(rate / 2), right.slice(rate / 2)];
}

describe.each(ALL)('a listener who prefers %s', (codec) => {
  let program: Program;
  beforeAll(async () => {
    program = await Program.start({ args: ['--source', 'test-tone', '--preferred-codec', codec] });
  });
  afterAll(() => program.stop());

  it('hears the tone: its frequency, its level, every packet', async () => {
    const { receiver, answer } = await program.join({ codecs: ALL });
    const packets = await receiver.next(PACKETS);
    await receiver.close();

    expect(answer.applied.codec).toBe(codec);
    expect(new Set(packets.map(({ payloadType }) => payloadType))).toEqual(
      new Set([answer.applied.payloadType]),
    );
    expect(gapsIn(packets)).toEqual([]);
    for (const channel of settled(await decode(packets, codec))) {
      expect(Math.abs(dominantFrequency(channel, 48_000) - TONE.frequency)).toBeLessThan(
        TONE.frequency / 100,
      );
      expect(Math.abs(rmsDb(channel) - TONE.rms)).toBeLessThan(2);
    }
  });
});

describe('payload types', () => {
  let program: Program;
  beforeAll(async () => {
    program = await Program.start({ args: ['--source', 'test-tone'] });
  });
  afterAll(() => program.stop());

  it('are the offer’s, and two of them share one encoder', async () => {
    const [chrome, firefox] = await Promise.all([
      program.join({ payloadTypes: { opus: 111 } }),
      program.join({ payloadTypes: { opus: 109 } }),
    ]);
    const [ofChrome, ofFirefox] = await Promise.all([chrome.receiver.next(20), firefox.receiver.next(20)]);
    const { encoders } = await program.status();
    await Promise.all([chrome.receiver.close(), firefox.receiver.close()]);

    expect(ofChrome[0]?.payloadType).toBe(111);
    expect(ofFirefox[0]?.payloadType).toBe(109);
    expect(encoders).toHaveLength(1);
    expect(encoders[0]).toMatchObject({ codec: 'opus', listeners: 2 });
  });

  it('fall back to the next codec that both sides have', async () => {
    const { receiver, answer } = await program.join({ codecs: ['pcma', 'g722'] });
    const packets = await receiver.next(10);
    await receiver.close();
    expect(answer.applied.codec).toBe('g722');
    expect(packets[0]?.payloadType).toBe(9);
  });
});
