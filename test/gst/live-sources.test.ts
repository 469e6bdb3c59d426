import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FilterStatus, ProcessingRequest, SourceRequest, SourceStatus } from '../../src/api.js';
import { packageRoot } from '../../src/config/load.js';
import { EventReader } from '../support/event-reader.js';
import { type Joined, Program } from '../support/program.js';
import { decode, lostPackets, type ReceivedPacket, type Sound } from '../support/receiver.js';
import { longestSilence, peakOf } from '../support/silence.js';
import { dominantFrequency, rmsDb } from '../support/spectrum.js';

const RATE = 48_000;

let folder: string;
let program: Program;
let events: EventReader;
let joined: Joined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-pipelines-'));
  cpSync(join(packageRoot(), 'pipelines'), folder, { recursive: true });
  const args = [
    '--source',
    'test-tone',
    '--no-opus-usedtx',
    // With it libopus now and then takes a tone for speech, and changing its mode leaks into the silent side.
    '--no-opus-useinbandfec',
    '--audio-bitrate',
    '256000',
    '--pipelines',
    folder,
  ];
  program = await Program.start({ args });
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

async function send<T>(method: string, path: string, body: unknown): Promise<T> {
  const response = await fetch(program.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as T;
}

const put = (request: SourceRequest) => send<SourceStatus>('PUT', '/api/source', request);
const patch = (request: ProcessingRequest) => send<FilterStatus[]>('PATCH', '/api/processing', request);

/** Puts a source on and waits until it is heard. */
async function play(request: SourceRequest): Promise<void> {
  const from = events.events.length;
  expect((await put(request)).name).toBe(request.name);
  await events.until('status', ({ source }) => source.name === request.name && source.state === 'running', {
    from,
  });
  // The fade's 40 ms, what is on its way through encoder and network, and some.
  await joined.receiver.next(15);
}

/** The sound of the next second. */
async function hear(packets = 50): Promise<Sound> {
  const sound = await decode(await joined.receiver.next(packets), 'opus');
  // The decoder begins in the middle of a stream.
  return { ...sound, left: sound.left.subarray(4800), right: sound.right.subarray(4800) };
}

/** Packets in the order they came, from the given one on. */
function since(from: number): ReceivedPacket[] {
  return joined.receiver.packets.slice(from);
}

describe('PUT /api/source while somebody listens', () => {
  it('swaps with no packet lost, no gap in the timestamps and no silence, and everybody is told', async () => {
    const { id } = (await program.status()).listeners[0] ?? {};
    const from = joined.receiver.packets.length;
    for (let round = 0; round < 3; round += 1) {
      for (const name of ['left-right', 'noise', 'test-tone']) {
        await play({ name });
        expect((await program.status()).source).toMatchObject({ name, state: 'running' });
      }
    }
    const packets = since(from);
    expect(lostPackets(packets)).toBe(0);
    packets.slice(1).forEach(({ timestamp }, i) => {
      expect((timestamp - (packets[i]?.timestamp ?? 0)) >>> 0).toBe(960);
    });
    const { left, right } = await decode(packets, 'opus');
    expect(longestSilence(left.subarray(4800))).toBeLessThan(100);
    expect(longestSilence(right.subarray(4800))).toBeLessThan(100);
    expect((await program.status()).listeners.map((listener) => listener.id)).toEqual([id]);
    const active = events
      .all('sources')
      .at(-1)
      ?.sources.find((source) => source.active);
    expect(active?.name).toBe('test-tone');
  });

  it('takes parameters', async () => {
    await play({ name: 'test-tone', parameters: { frequency: 1000 } });
    expect(Math.abs(dominantFrequency((await hear()).left, RATE) - 1000)).toBeLessThan(5);
    await play({ name: 'test-tone' });
    expect(Math.abs(dominantFrequency((await hear()).left, RATE) - 440)).toBeLessThan(5);
  });

  it.each<[SourceRequest, string]>([
    [{ name: 'radio' }, 'unknown-source'],
    [{ name: 'test-tone', parameters: { frequency: 1e9 } }, 'invalid-pipeline'],
    [{ name: 'test-tone', parameters: { location: '/etc/passwd' } }, 'invalid-pipeline'],
    [{ name: 'system', parameters: { device: 'alsa_input.mic' } }, 'unknown-device'],
  ])('%j is refused, and the old source plays on', async (request, code) => {
    await expect(put(request)).rejects.toThrow(code);
    expect((await program.status()).source).toMatchObject({ name: 'test-tone', state: 'running' });
    expect(rmsDb((await hear(30)).left)).toBeCloseTo(-9.03, 0);
  });
});

describe('the file of the source that plays', () => {
  const path = () => join(folder, 'sources/test-tone.yaml');

  /** As editors save: a new file takes the place of the old one. */
  function save(text: string): void {
    writeFileSync(`${path()}.new`, text);
    renameSync(`${path()}.new`, path());
  }

  it('is applied live, a mistake keeps what was there and is reported with file and line, mending it is heard', async () => {
    const original = readFileSync(path(), 'utf8');
    onTestFinished(() => save(original));
    const withTone = (frequency: number) => original.replace('default: 440', `default: ${frequency}`);
    await play({ name: 'test-tone' });
    const from = joined.receiver.packets.length;

    let since = events.events.length;
    save(withTone(800));
    await events.until('sources', undefined, { from: since });
    await joined.receiver.next(25);
    expect(Math.abs(dominantFrequency((await hear()).left, RATE) - 800)).toBeLessThan(5);

    save(withTone(1200).replace('! audio/x-raw', '! nosuchelement ! audio/x-raw'));
    const line =
      withTone(1200)
        .split('\n')
        .findIndex((text) => text.startsWith('launch')) + 1;
    const broken = await events.until('status', ({ source }) => source.reason !== undefined, { from: since });
    expect(broken.source).toMatchObject({ name: 'test-tone', state: 'running' });
    expect(broken.source.reason).toContain(`${path()}:${line}: `);
    expect(broken.source.reason).toContain('nosuchelement');
    await vi.waitFor(() => expect(program.output.join('\n')).toMatch(/"level":"warn".*nosuchelement/));
    expect(Math.abs(dominantFrequency((await hear()).left, RATE) - 800)).toBeLessThan(5);

    since = events.events.length;
    save('title: [');
    const unreadable = await events.until(
      'status',
      ({ source }) => source.reason?.includes('Flow sequence') === true,
      { from: since },
    );
    expect(unreadable.source.reason).toContain(`${path()}:1: `);

    since = events.events.length;
    save(withTone(1200));
    await events.until('status', ({ source }) => source.reason === undefined, { from: since });
    await joined.receiver.next(25);
    expect(Math.abs(dominantFrequency((await hear()).left, RATE) - 1200)).toBeLessThan(5);

    save(original);
    await joined.receiver.next(50);
    const packets = joined.receiver.packets.slice(from);
    expect(lostPackets(packets)).toBe(0);
    expect(longestSilence((await decode(packets, 'opus')).left.subarray(4800))).toBeLessThan(100);
  });

  it('that is new is in the list', async () => {
    const from = events.events.length;
    writeFileSync(join(folder, 'sources/hum.yaml'), 'title: Hum\nkind: test\nlaunch: audiotestsrc freq=50\n');
    const list = await events.until('sources', ({ sources }) => sources.some(({ name }) => name === 'hum'), {
      from,
    });
    expect(list.sources.find(({ name }) => name === 'hum')).toMatchObject({ title: 'Hum', active: false });
  });
});

describe('GET /api/events', () => {
  it('has the level that is heard, 20 times a second, left first', async () => {
    await play({ name: 'left-right' });
    const from = events.events.length;
    const start = performance.now();
    const { left, right } = await hear(100);
    const seconds = (performance.now() - start) / 1000;
    const levels = events.events.slice(from).filter(({ event }) => event === 'level');
    expect(levels.length / seconds).toBeGreaterThan(16);
    expect(levels.length / seconds).toBeLessThan(24);
    const { rms, peak } = events.all('level').at(-5) ?? { rms: [], peak: [] };
    expect(Math.abs((rms[0] ?? 0) - rmsDb(left))).toBeLessThan(1);
    expect(Math.abs((rms[1] ?? 0) - rmsDb(right))).toBeLessThan(1);
    expect(peak[0]).toBeCloseTo(-6, 0);
    await play({ name: 'test-tone' });
  });
});

describe('PATCH /api/processing while somebody listens', () => {
  async function heardWith(
    request: ProcessingRequest,
    source: SourceRequest = { name: 'test-tone' },
  ): Promise<Sound> {
    await play(source);
    const from = joined.receiver.packets.length;
    await patch(request);
    await joined.receiver.next(25);
    const sound = await hear();
    await patch(Object.fromEntries(Object.keys(request).map((name) => [name, { enabled: false }])));
    await joined.receiver.next(15);
    expect(lostPackets(since(from))).toBe(0);
    return sound;
  }

  it('gain: half the factor is 6 dB less, changed in place without a gap', async () => {
    await play({ name: 'test-tone' });
    const from = joined.receiver.packets.length;
    await patch({ gain: { enabled: true } });
    await joined.receiver.next(25);
    const before = rmsDb((await hear()).left);
    const chain = await patch({ gain: { parameters: { factor: 0.5 } } });
    expect(chain.find(({ name }) => name === 'gain')).toMatchObject({
      enabled: true,
      parameters: [{ name: 'factor', value: 0.5 }],
    });
    await joined.receiver.next(15);
    expect(before - rmsDb((await hear()).left)).toBeCloseTo(6.02, 1);
    expect((await program.status()).processing.find(({ name }) => name === 'gain')?.enabled).toBe(true);
    await patch({ gain: { enabled: false } });
    await joined.receiver.next(25);
    const packets = since(from);
    expect(lostPackets(packets)).toBe(0);
    expect(longestSilence((await decode(packets, 'opus')).left.subarray(4800))).toBeLessThan(20);
  });

  it('mute: nothing is heard, and packets go on', async () => {
    const { left, right } = await heardWith({ mute: { enabled: true } });
    expect(rmsDb(left)).toBeLessThan(-80);
    expect(rmsDb(right)).toBeLessThan(-80);
  });

  it('mono: left and right are the same, and both tones are in it', async () => {
    const { left, right } = await heardWith({ mono: { enabled: true } }, { name: 'left-right' });
    expect(rmsDb(left.map((sample, i) => sample - (right[i] ?? 0)))).toBeLessThan(-60);
    // Half of 0.5 and half of 0.25.
    expect(rmsDb(left)).toBeCloseTo(10 * Math.log10((0.25 ** 2 + 0.125 ** 2) / 2), 0);
  });

  it.each([
    [-1, 'right'],
    [1, 'left'],
  ] as const)('balance: %d empties the %s side', async (position, side) => {
    const sound = await heardWith(
      { balance: { enabled: true, parameters: { position } } },
      { name: 'left-right' },
    );
    const other = side === 'left' ? 'right' : 'left';
    expect(rmsDb(sound[side])).toBeLessThan(-60);
    expect(rmsDb(sound[other])).toBeCloseTo(other === 'left' ? -9.03 : -15.05, 0);
  });

  it('high-pass: what is below is gone, what is above is left', async () => {
    const filter: ProcessingRequest = { 'high-pass': { enabled: true, parameters: { cutoff: 600 } } };
    const low = await heardWith(filter, { name: 'test-tone', parameters: { frequency: 100 } });
    expect(rmsDb(low.left)).toBeLessThan(-50);
    const high = await heardWith(filter, { name: 'test-tone', parameters: { frequency: 3000 } });
    expect(rmsDb(high.left)).toBeCloseTo(-9.03, 0);
  });

  it('equaliser: each band moves its own frequencies', async () => {
    const tone = (frequency: number): SourceRequest => ({
      name: 'test-tone',
      parameters: { frequency, volume: 0.1 },
    });
    const bass = await heardWith({ equaliser: { enabled: true, parameters: { bass: -20 } } }, tone(40));
    expect(rmsDb(bass.left)).toBeLessThan(-23 - 10);
    const flat: Record<string, number> = { bass: 0, middle: 0, treble: 0 };
    const middle = await heardWith(
      { equaliser: { enabled: true, parameters: { ...flat, middle: 10 } } },
      tone(1100),
    );
    expect(Math.abs(rmsDb(middle.left) + 13)).toBeLessThan(1);
    const treble = await heardWith(
      { equaliser: { enabled: true, parameters: { ...flat, treble: -20 } } },
      tone(16_000),
    );
    expect(rmsDb(treble.left)).toBeLessThan(-23 - 10);
  });

  it('limiter: no sample is above its threshold', async () => {
    const { left } = await heardWith({ limiter: { enabled: true, parameters: { threshold: 0.2 } } });
    // What Opus makes of the flattened tops swings over them a little.
    expect(peakOf(left)).toBeLessThan(0.23);
    expect(peakOf(left)).toBeGreaterThan(0.18);
  });

  it('compressor: what is above its threshold keeps its ratio', async () => {
    const { left } = await heardWith({
      compressor: { enabled: true, parameters: { threshold: 0.2, ratio: 0.5 } },
    });
    expect(peakOf(left)).toBeGreaterThan(0.32);
    expect(peakOf(left)).toBeLessThan(0.38);
  });

  it('noise suppression: steady noise is softer', async () => {
    await patch({ 'noise-suppression': { parameters: { level: 2 } } });
    await play({ name: 'noise' });
    const before = rmsDb((await hear()).left);
    await patch({ 'noise-suppression': { enabled: true } });
    // It learns what the noise is.
    await joined.receiver.next(100);
    const { left } = await hear();
    const after = rmsDb(left);
    expect(longestSilence(left)).toBeLessThan(10);
    await patch({ 'noise-suppression': { enabled: false } });
    expect(after).toBeLessThan(before - 6);
    await play({ name: 'test-tone' });
  });

  it('the whole chain at once stands in its order and passes the sound on', async () => {
    const all = [
      'noise-suppression',
      'high-pass',
      'equaliser',
      'compressor',
      'gain',
      'mono',
      'balance',
      'limiter',
      'mute',
    ];
    expect((await program.status()).processing.map(({ name }) => name)).toEqual(all);
    const request = Object.fromEntries(all.slice(1, -1).map((name) => [name, { enabled: true }]));
    const sound = await heardWith({ ...request, balance: { enabled: true, parameters: { position: 0 } } });
    expect(Math.abs(dominantFrequency(sound.left, RATE) - 440)).toBeLessThan(5);
  });

  it.each<[ProcessingRequest, string]>([
    [{ loudness: { enabled: true } }, 'unknown-filter'],
    [{ gain: { parameters: { factor: 11 } } }, 'invalid-pipeline'],
    [{ gain: { enabled: true }, balance: { parameters: { position: 'left' } } }, 'invalid-pipeline'],
  ])('%j is refused as a whole', async (request, code) => {
    const before = (await program.status()).processing;
    await expect(patch(request)).rejects.toThrow(code);
    expect((await program.status()).processing).toEqual(before);
  });
});
