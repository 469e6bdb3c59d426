/** `GET /api/sources/levels` with real sound servers: what it tells, and that nobody else notices. */

import { describe, expect, it } from 'vitest';
import type { SourceLevels } from '../../src/api.js';
import { EventReader } from '../support/event-reader.js';
import { Listening, SECOND, TONE } from '../support/listening.js';
import type { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';
import { longestSilence } from '../support/silence.js';
import { decode, gapsIn } from '../support/receiver.js';
import { RARE_LOSS } from '../support/rare-loss.js';
import { onlyPulseAudio, soundServers } from '../support/sound-servers.js';
import { longestPause } from '../support/timeline.js';

/** Peak of the tones, dBFS. */
const PEAK = -6.02;

function read(listening: Listening, program: Program): Promise<EventReader> {
  const reader = EventReader.open(program.url, '/api/sources/levels');
  listening.ends(async () => (await reader).close());
  return reader;
}

const isHeard = (dbfs: number | undefined) => dbfs !== undefined && Math.abs(dbfs - PEAK) < 1;
const isSilent = (dbfs: number | undefined) => dbfs !== undefined && dbfs < -80;

describe.each(soundServers())('the levels of all sources on %s', (_, start) => {
  const listening = Listening.inEachTest(start);

  const recorded = async () => (await listening.server.recordings()).length;

  it(
    'are those of each output and input; a listener notices nothing, and no recording is left',
    RARE_LOSS,
    async () => {
      await listening.furnish();
      listening.play('headphones', TONE);
      // The tone's own processor time is taken, as is the listener's: what is left shows in the sound.
      const { program, receiver } = await listening.listen('--source', 'test-tone', '--no-opus-useinbandfec');
      await receiver.next(SECOND);
      // Of PipeWire's microphone, which is a loopback.
      const before = await recorded();
      const from = receiver.packets.length;
      const reader = await read(listening, program);
      const { sources, devices } = await reader.until(
        'levels',
        ({ devices }) => isHeard(devices['headphones.monitor']) && isSilent(devices['speakers.monitor']),
        { timeoutMs: 15_000 },
      );
      expect(sources.system).toBe(devices['speakers.monitor']);
      const isMicrophoneHeard = ({ devices: { microphone = -120 }, sources }: SourceLevels) =>
        microphone > -30 && sources.microphone === microphone;
      await reader.until('levels', isMicrophoneHeard, { timeoutMs: 15_000 });
      await reader.until(
        'levels',
        ({ sources }) => isHeard(sources['test-tone']) && isHeard(sources['left-right']),
      );
      expect(reader.events.at(-1)?.data).not.toHaveProperty('sources.file');
      reader.close();
      await listening.server.changesUntil(async () => (await recorded()) === before);
      await receiver.next(SECOND / 2);

      const packets = receiver.packets.slice(from);
      const { left } = await decode(packets, 'opus');
      expect(gapsIn(packets)).toEqual([]);
      expect(longestPause(packets) - listening.grace(0)).toBeLessThan(300);
      // The decoder begins in the middle of a stream.
      expect(longestSilence(left.subarray(4800))).toBeLessThan(100);
    },
  );

  it('follow a device that goes, and an engine that is replaced', async () => {
    const speakers = await listening.furnish();
    listening.play('headphones', TONE);
    const { program } = await listening.listen('--source', 'test-tone');
    const reader = await read(listening, program);
    const wish = ({ devices }: SourceLevels) => isHeard(devices['headphones.monitor']);
    await reader.until('levels', (levels) => wish(levels) && 'speakers.monitor' in levels.devices, {
      timeoutMs: 15_000,
    });
    await listening.server.unload(speakers);
    await reader.until('levels', (levels) => wish(levels) && !('speakers.monitor' in levels.devices), {
      from: reader.events.length,
    });
    const { engine } = await program.status();
    const from = reader.events.length;
    process.kill(engine.pid ?? 0, 'SIGKILL');
    await reader.until('levels', ({ devices }) => Object.keys(devices).length === 0, { from });
    await reader.until('levels', wish, { from: reader.events.length, timeoutMs: 15_000 });
  });

  it('outlive a sound server that dies, and come back with it', async () => {
    await listening.furnish();
    const { program } = await listening.listen('--source', 'test-tone');
    const reader = await read(listening, program);
    await reader.until('levels', ({ devices }) => devices.microphone !== undefined, { timeoutMs: 15_000 });
    const from = reader.events.length;
    await listening.server.killDaemons();
    await reader.until(
      'levels',
      ({ sources, devices }) => Object.keys(devices).length === 0 && isHeard(sources['test-tone']),
      { from },
    );
    await listening.server.startDaemons();
    await listening.server.loadNullSink('speakers');
    await reader.until('levels', ({ devices }) => 'speakers.monitor' in devices, {
      from: reader.events.length,
      timeoutMs: 20_000,
    });
  });
});

describe.each(onlyPulseAudio())('on %s that hangs', () => {
  const listening = Listening.inEachTest(() => PulseServer.start());

  it('the levels can be left, and the engine goes on', async () => {
    await listening.furnish();
    const server = listening.server as PulseServer;
    const { program, receiver } = await listening.listen('--source', 'test-tone');
    const reader = await read(listening, program);
    await reader.until('levels', ({ devices }) => devices.microphone !== undefined, { timeoutMs: 15_000 });
    server.freeze();
    await reader.until('levels', ({ devices }) => !('microphone' in devices), { from: reader.events.length });
    reader.close();
    // The engine is asked after it was told to end the probes.
    const began = performance.now();
    const response = await fetch(`${program.url}/api/source`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"noise"}',
    });
    expect(response.status).toBe(200);
    await program.statusWhere(({ source }) => source.name === 'noise' && source.state === 'running');
    expect(performance.now() - began - listening.grace(began)).toBeLessThan(5000);
    server.thaw();
    await server.changesUntil(async () => (await server.recordings()).length === 0);
    await receiver.next(SECOND / 2);
    expect((await program.status()).engine.restarts).toBe(0);
  });
});
