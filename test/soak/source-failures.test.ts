import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Joined, Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';
import { lostPackets, type Receiver } from '../support/receiver.js';
import { longestPause, Timeline } from '../support/timeline.js';

/** What the wished output plays, what the other one plays, and what the microphone hears, Hz. */
const [TONE, OTHER, PRIVATE] = [1000, 4000, 7000];
/** Below this it is what the codec makes of the programme's own start and end, dBFS. */
const UNHEARD = -40;
/** Packets of a second. */
const SECOND = 50;

let pulse: PulseServer;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  ends = [];
  pulse = await PulseServer.start();
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  await pulse.close();
});

/** Two outputs, the first is the default one; and a microphone, the default input, that hears all the time. */
async function furnish(): Promise<string> {
  const speakers = await pulse.loadNullSink('speakers');
  await pulse.loadNullSink('headphones');
  await pulse.pactl(
    'load-module',
    'module-sine-source',
    'source_name=microphone',
    `frequency=${String(PRIVATE)}`,
  );
  await pulse.pactl('set-default-source', 'microphone');
  await pulse.setDefaultSink('speakers');
  return speakers;
}

function play(sink: string, frequency: number): () => Promise<void> {
  const end = pulse.playTone(sink, frequency);
  ends.push(end);
  return end;
}

/** A listener of the program, who stays connected; without DTX each 20 ms bring a packet. */
async function listen(...args: string[]): Promise<{ program: Program } & Joined> {
  const program = await Program.start({ env: pulse.env, args: ['--no-opus-usedtx', ...args] });
  ends.push(() => program.stop());
  const joined = await program.join();
  ends.push(() => joined.receiver.close());
  return { program, ...joined };
}

async function isIn(program: Program, wished: string): Promise<string> {
  return (await program.statusWhere(({ source: { state } }) => state === wished)).source.reason ?? '';
}

/** Nothing that happens to a source is a listener's business: no packet lost, none late, and no microphone. */
async function heardBy({ packets }: Receiver): Promise<Timeline> {
  const heard = await Timeline.of(packets, [TONE, OTHER, PRIVATE]);
  expect(lostPackets(packets)).toBe(0);
  expect(longestPause(packets)).toBeLessThan(300);
  expect(heard.loudest(PRIVATE)).toBeLessThan(UNHEARD);
  return heard;
}

describe('an output that was chosen', () => {
  it('leaves silence and a reason when it is unplugged, and is heard within 2 s of its return', async () => {
    const speakers = await furnish();
    play('speakers', TONE); // goes to the other output and comes back by itself, as music does
    const { program, receiver } = await listen('--input-device', 'speakers.monitor');
    await isIn(program, 'running');
    await receiver.next(SECOND);

    await pulse.unload(speakers);
    const unplugged = performance.now();
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect(await isIn(program, 'waiting')).toContain('speakers.monitor');
    const plugged = performance.now();
    await pulse.loadNullSink('speakers');
    await isIn(program, 'running');
    await receiver.next(SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(TONE, unplugged + 200, plugged)).toBeLessThan(-100);
    expect(heard.heardAfter(plugged, TONE)).toBeLessThan(2000);
  });

  it('is left for no microphone when that becomes the default input', async () => {
    await furnish();
    await pulse.pactl('set-default-source', 'speakers.monitor');
    play('speakers', TONE);
    const { program, receiver } = await listen('--input-device', 'speakers.monitor');
    await isIn(program, 'running');
    await receiver.next(SECOND);

    const changed = performance.now();
    await pulse.pactl('set-default-source', 'microphone');
    await receiver.next(SECOND);

    const heard = await heardBy(receiver);
    expect(heard.missing(TONE, changed, Infinity)).toBeLessThan(500);
  });
});

describe('the default output', () => {
  it('is followed when it is unplugged', async () => {
    const speakers = await furnish();
    play('headphones', OTHER);
    const end = play('speakers', TONE);
    const { program, receiver } = await listen();
    await isIn(program, 'running');
    await receiver.next(SECOND);

    await end();
    const unplugged = performance.now();
    await pulse.unload(speakers);
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.heardAfter(unplugged, OTHER)).toBeLessThan(2000);
  });

  it('is followed when another one becomes it', async () => {
    await furnish();
    play('headphones', OTHER);
    const { program, receiver } = await listen();
    await program.statusWhere(({ source: { state } }) => state === 'running' || state === 'silent');
    await receiver.next(SECOND);

    const changed = performance.now();
    await pulse.setDefaultSink('headphones');
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(OTHER, 0, changed)).toBeLessThan(UNHEARD);
    expect(heard.heardAfter(changed, OTHER)).toBeLessThan(2000);
  });

  it('is silent while nothing plays, and says so', async () => {
    await furnish();
    const { program } = await listen();
    await isIn(program, 'silent');
    play('speakers', TONE);
    await isIn(program, 'running');
  });
});

describe.each([
  ['an output that was chosen', ['--input-device', 'speakers.monitor']],
  ['the default output', []],
])('%s', (_, args) => {
  it('is heard within 3 s when the sound server died and is started again', async () => {
    await furnish();
    play('speakers', TONE);
    const { program, receiver } = await listen(...args);
    await isIn(program, 'running');
    await receiver.next(SECOND);

    await pulse.killDaemon();
    const killed = performance.now();
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect(await isIn(program, 'waiting')).toMatch(/connect/i);
    const started = performance.now();
    await pulse.startDaemon();
    await furnish();
    play('speakers', TONE);
    await receiver.next(3 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(TONE, killed + 200, started)).toBeLessThan(-100);
    expect(heard.heardAfter(started, TONE)).toBeLessThan(3000);
  });

  it('is heard again after a sound server that hung, and meanwhile others may join', async () => {
    await furnish();
    const end = play('speakers', TONE);
    const { program, receiver } = await listen(...args);
    await isIn(program, 'running');
    const { engine } = await program.status();
    await receiver.next(SECOND);

    const frozen = performance.now();
    pulse.freeze();
    await isIn(program, 'waiting');
    const late = await program.join();
    expect(lostPackets(await late.receiver.next(SECOND))).toBe(0);
    await late.receiver.close();
    expect(await isIn(program, 'waiting')).toContain('does not answer');
    await receiver.next(SECOND);
    const thawed = performance.now();
    expect(thawed - frozen).toBeGreaterThan(2500);
    pulse.thaw();
    await end(); // a player may underrun and stay silent after such a time
    play('speakers', TONE);
    await isIn(program, 'running');
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.heardAfter(thawed, TONE)).toBeLessThan(2000);
    expect((await program.status()).engine).toEqual(engine);
  });
});

it('nothing is recorded before somebody listens, and 10 s after the last one left', async () => {
  await furnish();
  play('speakers', TONE);
  const program = await Program.start({ env: pulse.env });
  ends.push(() => program.stop());
  expect(await pulse.recordings()).toEqual([]);

  const { receiver, answer } = await program.join();
  ends.push(() => receiver.close());
  await pulse.changesUntil(async () => (await pulse.recordings()).length === 1);
  await isIn(program, 'running');
  const left = performance.now();
  await program.leave(answer);
  await pulse.changesUntil(async () => (await pulse.recordings()).length === 0);
  const grace = performance.now() - left;
  expect(grace).toBeGreaterThan(9500);
  expect(grace).toBeLessThan(11_000);
  expect(await isIn(program, 'idle')).toBe('');
});
