import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';

/** What a reloaded page has to come back, ms; and what the engine may take beyond it. */
const GRACE_MS = 10_000;
const SLACK_MS = 3000;

let pulse: PulseServer;
beforeAll(async () => {
  pulse = await PulseServer.start();
  // The only input there is: its name is what a microphone's would be.
  await pulse.loadNullSink('room');
  await pulse.pactl('set-default-source', 'room.monitor');
});
afterAll(() => pulse.close());

async function start(...args: string[]): Promise<Program> {
  const program = await Program.start({
    env: pulse.env,
    args: ['--source', 'microphone', '--no-opus-usedtx', ...args],
  });
  onTestFinished(async () => void (await program.stop()));
  return program;
}

/** Threads behind queues: an encoder's own, and while somebody listens the transport's. */
async function queueThreads(program: Program): Promise<number> {
  const { pid } = (await program.status()).engine;
  const folder = `/proc/${String(pid)}/task`;
  const names = (await readdir(folder)).map((task) =>
    readFile(`${folder}/${task}/comm`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(names)).filter((name) => name.startsWith('queue')).length;
}

async function recordsUntilNobodyListens(program: Program): Promise<number> {
  expect(await pulse.recordings()).toEqual([]);
  const { receiver, answer } = await program.join();
  await receiver.next(10);
  expect(await pulse.recordings()).toHaveLength(1);
  expect(await queueThreads(program)).toBeGreaterThan(0);
  await receiver.close();
  const leftAt = performance.now();
  await program.leave(answer);
  await pulse.changesUntil(async () => (await pulse.recordings()).length === 0);
  return performance.now() - leftAt;
}

describe('the microphone', () => {
  it('is recorded from the first listener until 10 s after the last, as is encoded', async () => {
    const program = await start();
    const lasted = await recordsUntilNobodyListens(program);
    expect(lasted).toBeGreaterThan(GRACE_MS - 100);
    expect(lasted).toBeLessThan(GRACE_MS + SLACK_MS);
    expect((await program.statusWhere(({ source }) => source.state === 'idle')).source.name).toBe(
      'microphone',
    );
    await vi.waitFor(async () => expect(await queueThreads(program)).toBe(0), { timeout: SLACK_MS });

    // Whoever comes next is heard to.
    const { receiver } = await program.join();
    await receiver.next(10);
    expect(await pulse.recordings()).toHaveLength(1);
    await receiver.close();
  });

  it('is not let go by a listener who comes back in time', async () => {
    const program = await start();
    const first = await program.join();
    await first.receiver.next(10);
    const [recording] = await pulse.recordings();
    await first.receiver.close();
    await program.leave(first.answer);
    const second = await program.join();
    // Past the end of what the first one left behind.
    await second.receiver.next(Math.ceil((GRACE_MS + 1000) / 20), GRACE_MS + SLACK_MS);
    expect(await pulse.recordings()).toEqual([recording]);
    await second.receiver.close();
  });

  it('is held by --source-keep-alive, from the start on', async () => {
    const program = await start('--source-keep-alive');
    await program.statusWhere(({ source }) => source.state === 'running' || source.state === 'silent');
    const [recording] = await pulse.recordings();
    expect(recording).toBeDefined();
    const { receiver, answer } = await program.join();
    await receiver.next(10);
    await receiver.close();
    await program.leave(answer);
    // The encoder is gone when the grace time is over.
    const timeout = 2 * GRACE_MS;
    await vi.waitFor(async () => expect(await queueThreads(program)).toBe(0), { timeout });
    expect(await pulse.recordings()).toEqual([recording]);
  });
});
