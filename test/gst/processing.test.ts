import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FilterStatus, ProcessingRequest } from '../../src/api.js';
import { packageRoot } from '../../src/config/load.js';
import { EventReader } from '../support/event-reader.js';
import { type Joined, Program } from '../support/program.js';
import { decode, gapsIn, type ReceivedPacket } from '../support/receiver.js';
import { rmsDb } from '../support/spectrum.js';
import { RARE_LOSS } from '../support/rare-loss.js';
import { undisturbed } from '../support/undisturbed.js';

/** Below this nobody hears anything, as an amplitude. */
const INAUDIBLE = 0.003;
const RATE = 48_000;
const TONE_RMS = -9.03;

const FILTERS = {
  // Three seconds of buffers of 10 ms.
  'brittle.yaml':
    'title: Brittle\norder: 45\nlaunch: identity name=breaker error-after=300\nparameters:\n' +
    '  buffers: { set: breaker.error-after, type: integer, minimum: -1, maximum: 100000, default: 300, description: until it fails }\n' +
    'requires: [identity]\n',
  // Passes nothing on, and posts no error.
  'stuck.yaml': 'title: Stuck\norder: 46\nlaunch: valve drop=true\nrequires: [valve]\n',
};

let folder: string;
let program: Program;
let events: EventReader;
let joined: Joined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-pipelines-'));
  cpSync(join(packageRoot(), 'pipelines'), folder, { recursive: true });
  for (const [name, text] of Object.entries(FILTERS)) writeFileSync(join(folder, 'filters', name), text);
  const audio = ['--no-opus-usedtx', '--audio-bitrate', '256000'];
  program = await Program.start({ args: ['--source', 'test-tone', '--pipelines', folder, ...audio] });
  events = await EventReader.open(program.url);
  joined = await program.join({ fmtp: 'minptime=10;useinbandfec=1;stereo=1' });
  await joined.receiver.next(50);
});
afterAll(async () => {
  events.close();
  await joined.receiver.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function patch(request: ProcessingRequest): Promise<FilterStatus[]> {
  const response = await fetch(`${program.url}/api/processing`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as FilterStatus[];
}

/** As a chain is before anybody touched it. */
async function reset(): Promise<void> {
  const { processing } = await program.status();
  await patch(Object.fromEntries(processing.map(({ name }) => [name, { enabled: false }])));
  await joined.receiver.next(25);
}
beforeEach(reset);

/** Long enough for a new chain to be heard and its fade to be over, in packets of 20 ms. */
const SETTLED = 20;

/** Both channels of what was received, without the first moments, in which a decoder finds its feet. */
async function heard(packets: ReceivedPacket[]): Promise<Float32Array[]> {
  const { left, right } = await decode(packets, 'opus');
  return [left.subarray(4800), right.subarray(4800)];
}

async function nextRms(packets = 25): Promise<number> {
  const [left] = await heard(await joined.receiver.next(packets));
  return rmsDb(left ?? new Float32Array(1));
}

function longestSilence(samples: Float32Array): number {
  let [longest, run] = [0, 0];
  for (const sample of samples) {
    run = Math.abs(sample) < INAUDIBLE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 1000) / RATE;
}

/**
 * The sharpest edge in a sound: its third difference, in which a tone of 440 Hz
 * all but vanishes and a step stands out, as it has all frequencies.
 */
function sharpest(samples: Float32Array): number {
  let most = 0;
  for (let i = 3; i < samples.length; i += 1) {
    const at = (back: number) => samples[i - back] ?? 0;
    most = Math.max(most, Math.abs(at(0) - 3 * at(1) + 3 * at(2) - at(3)));
  }
  return most;
}

describe('a change while somebody listens', () => {
  it.each<[string, ProcessingRequest, ProcessingRequest]>([
    ['a filter turned on', {}, { gain: { enabled: true, parameters: { factor: 0.5 } } }],
    [
      'a gain of 12 dB less',
      { gain: { enabled: true, parameters: { factor: 1 } } },
      { gain: { parameters: { factor: 0.25 } } },
    ],
    [
      'the side that is favoured',
      { balance: { enabled: true, parameters: { position: 0 } } },
      { balance: { parameters: { position: 0.7 } } },
    ],
    [
      'a ceiling',
      { limiter: { enabled: true, parameters: { threshold: 1 } } },
      { limiter: { parameters: { threshold: 0.45 } } },
    ],
    [
      'an equaliser',
      { equaliser: { enabled: true, parameters: { middle: 0, bass: 0, treble: 0 } } },
      { equaliser: { parameters: { middle: -10, bass: -6 } } },
    ],
    [
      'where a high-pass begins',
      { 'high-pass': { enabled: true, parameters: { cutoff: 100 } } },
      { 'high-pass': { parameters: { cutoff: 300 } } },
    ],
  ])('%s: no packet is lost, nothing is silent, and nothing clicks', RARE_LOSS, async (_, before, after) => {
    const { packets, changed } = await undisturbed(async () => {
      await reset();
      await patch(before);
      await joined.receiver.next(SETTLED);
      const from = joined.receiver.packets.length;
      await joined.receiver.next(25);
      await patch(after);
      await joined.receiver.next(SETTLED);
      const changed = joined.receiver.packets.length - from;
      await joined.receiver.next(25);
      return { packets: joined.receiver.packets.slice(from), changed };
    });

    expect(gapsIn(packets)).toEqual([]);
    const [left, right] = await heard(packets);
    if (!left || !right) throw new Error('nothing was heard');
    // The channel that a filter empties would be silent by rights.
    expect(longestSilence(right)).toBeLessThan(20);
    const steadyAfter = right.subarray(changed * 960);
    const steadyBefore = right.subarray(0, 10 * 960);
    const steady = Math.max(sharpest(steadyBefore), sharpest(steadyAfter));
    expect(sharpest(right)).toBeLessThan(2.5 * steady + 0.002);
  });

  it('forty changes one after the other: all heard as one glide, the last one stays', async () => {
    const packets = await undisturbed(async () => {
      await patch({ gain: { enabled: true, parameters: { factor: 1 } } });
      await joined.receiver.next(SETTLED);
      const from = joined.receiver.packets.length;
      for (let step = 1; step <= 40; step += 1) {
        await patch({ gain: { parameters: { factor: 1 - step * 0.0125 } } });
        await joined.receiver.next(1);
      }
      await joined.receiver.next(SETTLED);
      return joined.receiver.packets.slice(from);
    });
    expect(gapsIn(packets)).toEqual([]);
    const [left = new Float32Array()] = await heard(packets);
    expect(longestSilence(left)).toBeLessThan(20);
    // It is on its way down before the last change came: changes that come fast do not hold one another up.
    expect(rmsDb(left.subarray(30 * 960, 35 * 960))).toBeLessThan(TONE_RMS - 1);
    expect((await nextRms()) - TONE_RMS).toBeCloseTo(-6.02, 0);
  });
});

describe('a filter that fails while it runs', () => {
  const stateOf = (filters: FilterStatus[], name: string) =>
    filters.find((filter) => filter.name === name)?.state;

  it('is left out and seen to be; the others stay, and the sound goes on', async () => {
    const since = events.events.length;
    const from = joined.receiver.packets.length;
    await patch({ gain: { enabled: true, parameters: { factor: 0.5 } }, brittle: { enabled: true } });
    const told = await events.until(
      'status',
      ({ processing }) => stateOf(processing, 'brittle') === 'failed',
      { from: since, timeoutMs: 10_000 },
    );
    expect(stateOf(told.processing, 'gain')).toBe('on');
    const broken = told.processing.find(({ name }) => name === 'brittle');
    expect(broken).toMatchObject({ enabled: true });
    expect(broken?.problem).toMatch(/goes on without it: Failed after iterations as requested/);
    const response = await fetch(`${program.url}/api/processing`);
    expect(stateOf((await response.json()) as FilterStatus[], 'brittle')).toBe('failed');
    expect((await program.status()).processing).toEqual(told.processing);
    expect(program.output.join('\n')).toMatch(
      /"brittle","level":"error","message":"a filter failed and is left out"/,
    );

    await joined.receiver.next(SETTLED);
    const packets = joined.receiver.packets.slice(from);
    expect(gapsIn(packets)).toEqual([]);
    const [left = new Float32Array()] = await heard(packets);
    expect(longestSilence(left)).toBeLessThan(100);
    expect((await nextRms()) - TONE_RMS).toBeCloseTo(-6.02, 0);
  });

  it('stays out when another changes, and is tried again when it is turned off and on', async () => {
    await patch({ brittle: { enabled: true, parameters: { buffers: 100 } } });
    await program.statusWhere(({ processing }) => stateOf(processing, 'brittle') === 'failed');
    expect(stateOf(await patch({ gain: { enabled: true } }), 'brittle')).toBe('failed');

    expect(stateOf(await patch({ brittle: { enabled: false } }), 'brittle')).toBe('off');
    const since = events.events.length;
    expect(stateOf(await patch({ brittle: { enabled: true } }), 'brittle')).toBe('on');
    await events.until('status', ({ processing }) => stateOf(processing, 'brittle') === 'failed', {
      from: since,
      timeoutMs: 10_000,
    });
    // With a parameter by which it does not fail it stays.
    await patch({ brittle: { parameters: { buffers: -1 } } });
    await joined.receiver.next(150);
    expect(stateOf((await program.status()).processing, 'brittle')).toBe('on');
    await patch({ brittle: { enabled: false, parameters: { buffers: 300 } } });
  });

  it('by passing nothing on is found out, and until then the old chain is heard', async () => {
    const from = joined.receiver.packets.length;
    await patch({ gain: { enabled: true }, stuck: { enabled: true } });
    const { processing } = await program.statusWhere(
      (status) => stateOf(status.processing, 'stuck') === 'failed',
    );
    expect(processing.find(({ name }) => name === 'stuck')?.problem).toMatch(/no sound comes through/);
    await joined.receiver.next(SETTLED);
    const [left = new Float32Array()] = await heard(joined.receiver.packets.slice(from));
    expect(longestSilence(left)).toBeLessThan(20);
  });
});
