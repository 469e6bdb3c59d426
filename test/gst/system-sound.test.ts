import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudioServer } from '../support/audio-server.js';
import { Program } from '../support/program.js';
import { decode } from '../support/receiver.js';
import { soundServers } from '../support/sound-servers.js';
import { dominantFrequency, rmsDb } from '../support/spectrum.js';

describe.each(soundServers())('where %s answers', (_, start) => {
  let server: AudioServer;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await start();
    await server.loadNullSink('speakers');
    await server.loadNullSink('headphones');
    await server.setDefaultSink('speakers');
    // The default input is no business of who wants to hear what the computer plays.
    ends.push(await server.loadMicrophone('microphone', 7000), server.playTone('speakers', 1000));
    await server.pactl('set-default-source', 'microphone');
  });
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    await server.close();
  });

  it('what the computer plays is heard without any option', async () => {
    const program = await Program.start({ env: server.env });
    try {
      const { receiver } = await program.join();
      const { source } = await program.statusWhere(({ source: { state } }) => state === 'running');
      expect(source).toMatchObject({ name: 'system', kind: 'system' });
      await receiver.next(25);
      const packets = await receiver.next(75);
      await receiver.close();
      const { left } = await decode(packets, 'opus');
      expect(Math.abs(dominantFrequency(left, 48_000) - 1000)).toBeLessThan(10);
      expect(Math.abs(rmsDb(left) + 9.03)).toBeLessThan(2);
    } finally {
      await program.stop();
    }
  });

  it('--list-devices names outputs and inputs, with the default of each marked', async () => {
    const { code, output } = await Program.run({ args: ['--list-devices'], env: server.env });
    expect(code).toBe(0);
    expect(output).toMatch(/speakers.*system sound.*default/);
    expect(output).toMatch(/headphones.*system sound/);
    expect(output).not.toMatch(/headphones.*default/);
    expect(output).toMatch(/\(microphone.*default\)\n *microphone/);
  });

  it('--input-device picks one by a part of its name', async () => {
    const program = await Program.start({ env: server.env, args: ['--input-device', 'headphones'] });
    try {
      const { receiver } = await program.join();
      const { source } = await program.statusWhere(({ source: { state } }) => state === 'running');
      expect(source.name).toBe('system');
      await receiver.next(1);
      const silence = await receiver.next(5);
      await receiver.close();
      expect(rmsDb((await decode(silence, 'opus')).left)).toBeLessThan(-60);
    } finally {
      await program.stop();
    }
  });

  it('an --input-device that is not there ends the start with the list of those that are', async () => {
    const { code, output } = await Program.run({ env: server.env, args: ['--input-device', 'gramophone'] });
    expect(code).toBe(2);
    expect(output).toContain('gramophone');
    expect(output).toContain('speakers');
  });
});

describe('where no audio server answers', () => {
  it('the test tone plays, with a warning in words', async () => {
    const program = await Program.start();
    try {
      expect((await program.status()).source.name).toBe('test-tone');
      expect(program.output.join('\n')).toMatch(/no audio server/i);
    } finally {
      await program.stop();
    }
  });

  it('--source system waits for it instead of ending', async () => {
    const program = await Program.start({ args: ['--source', 'system'] });
    try {
      const { receiver } = await program.join();
      const { source } = await program.statusWhere(({ source: { state } }) => state === 'waiting');
      expect(source.reason).toMatch(/connect/i);
      await receiver.close();
    } finally {
      await program.stop();
    }
  });
});
