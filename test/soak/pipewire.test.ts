import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PipeWireServer } from '../support/pipewire-server.js';
import { Program } from '../support/program.js';
import { lostPackets, type Receiver } from '../support/receiver.js';
import { longestPause, Timeline } from '../support/timeline.js';

/** What the wished output or application plays, what the other one plays, and what the microphone hears, Hz. */
const [TONE, OTHER, PRIVATE] = [1000, 4000, 7000];
/** Below this it is what the codec makes of the programme's own start and end, dBFS. */
const UNHEARD = -40;
/** Packets of a second. */
const SECOND = 50;

let pipewire: PipeWireServer;
/** The module of the default output. */
let speakers: string;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  ends = [];
  pipewire = await PipeWireServer.start();
  await furnish();
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  await pipewire.close();
});

/** Two outputs, the first is the default one; and a microphone, the default input, that hears all the time. */
async function furnish(): Promise<void> {
  speakers = await pipewire.loadNullSink('speakers');
  await pipewire.loadNullSink('headphones');
  await pipewire.loadNullSink('room');
  await pipewire.pactl('load-module', 'module-remap-source', 'master=room.monitor', 'source_name=microphone');
  await pipewire.setDefaultSink('speakers');
  await pipewire.pactl('set-default-source', 'microphone');
  play('room', PRIVATE, 'Voice');
}

function play(sink: string, frequency: number, name: string): () => Promise<void> {
  const end = pipewire.playTone(sink, frequency, { name });
  ends.push(end);
  return end;
}

async function listen(...args: string[]): Promise<{ program: Program; receiver: Receiver }> {
  const program = await Program.start({ env: pipewire.env, args: ['--no-opus-usedtx', ...args] });
  ends.push(() => program.stop());
  const { receiver } = await program.join();
  ends.push(() => receiver.close());
  return { program, receiver };
}

async function isIn(program: Program, wished: string): Promise<string> {
  return (await program.statusWhere(({ source: { state } }) => state === wished)).source.reason ?? '';
}

async function heardBy({ packets }: Receiver): Promise<Timeline> {
  const heard = await Timeline.of(packets, [TONE, OTHER, PRIVATE]);
  expect(lostPackets(packets)).toBe(0);
  expect(longestPause(packets)).toBeLessThan(300);
  expect(heard.loudest(PRIVATE)).toBeLessThan(UNHEARD);
  return heard;
}

describe('what the computer plays, on PipeWire', () => {
  it('is heard without any option at its frequency and level, though the default input is a microphone', async () => {
    play('speakers', TONE, 'Jukebox');
    const { program, receiver } = await listen();
    await isIn(program, 'running');
    expect((await program.status()).source).toMatchObject({ name: 'system', kind: 'system' });
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    const now = performance.now();
    expect(heard.loudest(TONE, now - 1000)).toBeGreaterThan(-11);
    expect(heard.loudest(TONE, now - 1000)).toBeLessThan(-7);
    expect(heard.missing(TONE, now - 1000, now)).toBe(0);
  });

  it('is followed when another output becomes the default one', async () => {
    play('headphones', OTHER, 'Jukebox');
    const { program, receiver } = await listen();
    await program.statusWhere(({ source: { state } }) => state === 'running' || state === 'silent');
    await receiver.next(SECOND);

    const changed = performance.now();
    await pipewire.setDefaultSink('headphones');
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(OTHER, 0, changed)).toBeLessThan(UNHEARD);
    expect(heard.heardAfter(changed, OTHER)).toBeLessThan(2000);
  });

  it('is heard within 3 s when all of PipeWire died and is started again', async () => {
    play('speakers', TONE, 'Jukebox');
    const { program, receiver } = await listen();
    await isIn(program, 'running');
    await receiver.next(SECOND);

    await pipewire.killDaemons();
    const killed = performance.now();
    expect(await isIn(program, 'waiting')).not.toBe('');
    await receiver.next(SECOND);
    const started = performance.now();
    await pipewire.startDaemons();
    await furnish();
    play('speakers', TONE, 'Jukebox');
    await receiver.next(3 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(TONE, killed + 200, started)).toBeLessThan(-100);
    expect(heard.heardAfter(started, TONE)).toBeLessThan(3000);
  });

  it('is in --list-devices, with the default output marked', async () => {
    const { code, output } = await Program.run({ args: ['--list-devices'], env: pipewire.env });
    expect(code).toBe(0);
    expect(output).toMatch(/speakers.*system sound.*default/);
    expect(output).toMatch(/headphones.*system sound/);
    expect(output).not.toMatch(/headphones.*default/);
  });
});

describe('an output that was chosen, on PipeWire', () => {
  it('leaves silence when it is unplugged, and is heard within 2 s of its return', async () => {
    const end = play('speakers', TONE, 'Jukebox');
    const { program, receiver } = await listen('--input-device', 'speakers.monitor');
    await isIn(program, 'running');
    await receiver.next(SECOND);

    await end();
    await pipewire.unload(speakers);
    const unplugged = performance.now();
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect(await isIn(program, 'waiting')).toContain('speakers.monitor');
    const plugged = performance.now();
    await pipewire.loadNullSink('speakers');
    play('speakers', TONE, 'Jukebox');
    await isIn(program, 'running');
    await receiver.next(2 * SECOND);

    const heard = await heardBy(receiver);
    expect(heard.loudest(TONE, unplugged + 200, plugged)).toBeLessThan(-100);
    expect(heard.heardAfter(plugged, TONE)).toBeLessThan(2000);
  });
});

describe('one application, on PipeWire', () => {
  const change = (program: Program, application: string) =>
    fetch(`${program.url}/api/source`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'application', parameters: { application } }),
    });

  it('is heard alone, leaves silence when it ends, and is heard again when it plays again', async () => {
    const end = play('speakers', TONE, 'Jukebox');
    play('speakers', OTHER, 'Browser');
    const { program, receiver } = await listen('--source', 'silence');
    await receiver.next(SECOND);
    const chosen = performance.now();
    expect((await change(program, 'Jukebox')).status).toBe(200);
    await program.statusWhere(({ source }) => source.name === 'application' && source.state === 'running');
    await receiver.next(SECOND);

    await end();
    const ended = performance.now();
    expect(await isIn(program, 'waiting')).not.toBe('');
    await receiver.next(SECOND);
    const again = performance.now();
    play('speakers', TONE, 'Jukebox');
    await isIn(program, 'running');
    await receiver.next(SECOND);

    const heard = await heardBy(receiver);
    expect(heard.heardAfter(chosen, TONE)).toBeLessThan(1000);
    expect(heard.loudest(TONE, ended + 200, again)).toBeLessThan(-100);
    expect(heard.heardAfter(again, TONE)).toBeLessThan(2000);
    expect(heard.loudest(OTHER)).toBeLessThan(UNHEARD);
  });

  it('is silence while it does not play, and when it is a microphone', async () => {
    const { program, receiver } = await listen('--source', 'application');
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect((await change(program, 'microphone')).status).toBe(200);
    await program.statusWhere(({ source: { reason } }) => reason?.includes('microphone') ?? false);
    await receiver.next(SECOND);

    expect((await heardBy(receiver)).loudest(PRIVATE)).toBeLessThan(-100);
  });
});
