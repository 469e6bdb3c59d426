import { afterEach, expect, it } from 'vitest';
import { reservePid } from '../support/reserve.js';
import { anOffer } from '../support/offers.js';
import { isAlive } from '../support/process-usage.js';
import { Program } from '../support/program.js';
import { decode } from '../support/receiver.js';
import { rmsDb } from '../support/spectrum.js';

/** Samples. */
const SECOND = 48_000;

let program: Program | undefined;
afterEach(async () => {
  await program?.stop();
  program = undefined;
});

it('a killed engine is replaced, the listeners of the dead one are gone, and new ones hear', async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
  const { receiver } = await program.join();
  await receiver.next(5);
  const { engine } = await program.status();
  process.kill(engine.pid ?? 0, 'SIGKILL');

  const after = await program.statusWhere(
    ({ engine: now }) => now.state === 'ready' && now.pid !== engine.pid,
  );
  expect(after.engine.restarts).toBe(1);
  expect(after.listeners).toEqual([]);
  await receiver.close();

  const again = await program.join();
  await again.receiver.next(5);
  await again.receiver.close();
});

it('a killed engine is replaced by the one in reserve, time and again', async () => {
  program = await Program.start({
    env: { EARSHOT_ENGINE_RESERVE: 'true' },
    args: ['--source', 'left-right', '--filters', 'mono', '--log-level', 'debug'],
  });
  for (let death = 1; death <= 2; death += 1) {
    const reserve = await reservePid(program, death);
    const { engine } = await program.status();
    expect(reserve).not.toBe(engine.pid);
    process.kill(engine.pid ?? 0, 'SIGKILL');
    const after = await program.statusWhere(
      ({ engine: { state, restarts } }) => state === 'ready' && restarts === death,
    );
    expect(after.engine.pid).toBe(reserve);

    // It plays what the dead one played, processed as before: one tone on each side would differ.
    const { receiver } = await program.join();
    const { left, right } = await decode(await receiver.next(50), 'opus');
    await receiver.close();
    const end = -SECOND / 4;
    expect(rmsDb(left.subarray(end))).toBeGreaterThan(-20);
    expect(rmsDb(left.subarray(end).map((sample, i) => sample - (right.at(end + i) ?? 0)))).toBeLessThan(-50);
  }
});

it('a reserve that dies is nobody’s loss', async () => {
  program = await Program.start({
    env: { EARSHOT_ENGINE_RESERVE: 'true' },
    args: ['--source', 'test-tone', '--log-level', 'debug'],
  });
  process.kill(await reservePid(program, 1), 'SIGKILL');
  const { engine } = await program.status();
  process.kill(engine.pid ?? 0, 'SIGKILL');
  const after = await program.statusWhere(
    ({ engine: now }) => now.state === 'ready' && now.pid !== engine.pid,
  );
  expect(after.engine.restarts).toBe(1);
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends everything in order: exit code 0, no orphan',
  async (signal) => {
    program = await Program.start({ args: ['--source', 'test-tone'] });
    const { receiver } = await program.join();
    await receiver.next(5);
    const { engine } = await program.status();

    const startedAt = performance.now();
    expect(await program.stop(signal)).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(isAlive(engine.pid ?? 0)).toBe(false);
    await receiver.close();
  },
);

it('a killed server takes its engine with it', async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
  const { engine } = await program.status();
  await program.stop('SIGKILL');
  while (isAlive(engine.pid ?? 0)) await new Promise((resolve) => setImmediate(resolve));
});

it('an engine that hangs is killed and replaced, not before 10 s', async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
  const { engine } = await program.status();
  const frozen = performance.now();
  process.kill(engine.pid ?? 0, 'SIGSTOP');
  await program.statusWhere((status) => status.engine.pid !== engine.pid, 20_000);
  const elapsed = performance.now() - frozen;
  expect(elapsed).toBeGreaterThan(10_000);
  expect(elapsed).toBeLessThan(15_000);
  expect(isAlive(engine.pid ?? 0)).toBe(false);

  await program.statusWhere((status) => status.engine.state === 'ready');
  const { receiver } = await program.join();
  await receiver.next(5);
  await receiver.close();
});

it('an engine that dies five times in a minute is left alone, and readiness, offers and the status say why', async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
  for (let death = 1; death <= 5; death += 1) {
    const { engine } = await program.statusWhere(({ engine: { state } }) => state === 'ready');
    expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
    process.kill(engine.pid ?? 0, 'SIGKILL');
    await program.statusWhere((status) => status.engine.restarts === death);
  }
  const { engine } = await program.status();
  expect(engine).toMatchObject({ state: 'broken', pid: null });
  expect(engine.reason).toMatch(/died too often .*SIGKILL\) and is tried again 30 s later/);

  const readiness = await fetch(`${program.url}/readyz`);
  expect(readiness.status).toBe(503);
  expect(await readiness.text()).toContain('died too often');
  expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  const refusal = await program.post(anOffer({}));
  expect(refusal.status).toBe(503);
  expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(20);
  expect(await refusal.text()).toContain('died too often');
  expect(await program.stop()).toBe(0);
});
