import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';
import { decode } from '../support/receiver.js';
import { dominantFrequency, rmsDb } from '../support/spectrum.js';

let pulse: PulseServer;
let endTone: () => Promise<void>;
beforeAll(async () => {
  pulse = await PulseServer.start();
  await pulse.loadNullSink('speakers');
  await pulse.loadNullSink('headphones');
  await pulse.setDefaultSink('speakers');
  endTone = pulse.playTone('speakers', 1000);
});
afterAll(async () => {
  await endTone();
  await pulse.close();
});

describe('where an audio server answers', () => {
  it('what the computer plays is heard without any option', async () => {
    const program = await Program.start({ env: pulse.env });
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

  it('--list-devices names the outputs', async () => {
    const { code, output } = await Program.run({ args: ['--list-devices'], env: pulse.env });
    expect(code).toBe(0);
    expect(output).toContain('speakers');
    expect(output).toContain('headphones');
  });

  it('--input-device picks one by a part of its name', async () => {
    const program = await Program.start({ env: pulse.env, args: ['--input-device', 'headphones'] });
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
    const { code, output } = await Program.run({ env: pulse.env, args: ['--input-device', 'gramophone'] });
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
