import { afterEach, expect, it } from 'vitest';
import { isAlive } from '../support/process-usage.js';
import { Program } from '../support/program.js';

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
