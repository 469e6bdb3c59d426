import { describe, expect, it, onTestFinished } from 'vitest';
import { Program } from '../support/program.js';
import { decode } from '../support/receiver.js';
import { rmsDb } from '../support/spectrum.js';

async function start(...args: string[]): Promise<Program> {
  const program = await Program.start({ args: ['--no-opus-usedtx', '--source', 'test-tone', ...args] });
  onTestFinished(async () => void (await program.stop()));
  return program;
}

async function heardRms(program: Program): Promise<number> {
  const { receiver, answer } = await program.join();
  await receiver.next(25);
  const { left } = await decode(await receiver.next(25), 'opus');
  await receiver.close();
  await program.leave(answer);
  return rmsDb(left);
}

async function killEngine(program: Program): Promise<void> {
  const { pid, restarts } = (await program.status()).engine;
  if (pid === null) throw new Error('there is no engine');
  process.kill(pid, 'SIGKILL');
  await program.statusWhere(({ engine }) => engine.state === 'ready' && engine.restarts > restarts);
}

describe('a new engine in the place of a dead one', () => {
  it('has the filters of --filters, and what was changed since', async () => {
    const program = await start('--filters', 'gain,mute');
    const processing = (await program.status()).processing;
    expect(processing.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(['gain', 'mute']);
    await killEngine(program);
    expect(await heardRms(program)).toBeLessThan(-80);

    const change = { mute: { enabled: false }, gain: { parameters: { factor: 0.1 } } };
    const response = await fetch(`${program.url}/api/processing`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    });
    expect(response.status).toBe(200);
    await killEngine(program);
    expect(Math.abs((await heardRms(program)) + 29)).toBeLessThan(2);
  });
});

describe('while nobody listens', () => {
  it('nothing is captured', async () => {
    const program = await start();
    await program.statusWhere(({ source }) => source.state === 'idle');
  });

  it('capture goes on with --source-keep-alive', async () => {
    const program = await start('--source-keep-alive');
    await program.statusWhere(({ source }) => source.state === 'running');
  });
});

it('an unknown name for --filters ends the start with the names there are', async () => {
  const { code, output } = await Program.run({ args: ['--filters', 'gain,loudness'] });
  expect(code).toBe(2);
  expect(output).toMatch(/no filter "loudness".*limiter/);
});
