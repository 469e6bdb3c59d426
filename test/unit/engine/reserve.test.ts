import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineProcess } from '../../../src/engine/process.js';
import { Reserve } from '../../../src/engine/reserve.js';
import { RecordedLog } from '../../support/recorded-log.js';

class FakeProcess extends EventEmitter {
  readonly pid = 4711;
  prepared: () => void = () => undefined;
  refuse: () => void = () => undefined;
  readonly kill = vi.fn(() => this.emit('exit', 'it was ended by SIGKILL'));
  readonly stop = vi.fn(() => Promise.resolve());
  readonly request = vi.fn(
    () =>
      new Promise<null>((resolve, reject) => {
        this.prepared = () => resolve(null);
        this.refuse = () => reject(new Error('no plugins'));
      }),
  );
}

let made: FakeProcess[];
let reserve: Reserve;
const last = () => made.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  const make = () => {
    made.push(new FakeProcess());
    return last() as unknown as EngineProcess;
  };
  reserve = new Reserve(make, {} as never, new RecordedLog());
});
afterEach(() => vi.useRealTimers());

/** Lets the pause pass, and the process say that it is prepared. */
async function filled(): Promise<FakeProcess> {
  reserve.fill();
  await vi.advanceTimersByTimeAsync(3000);
  last().prepared();
  await vi.advanceTimersByTimeAsync(0);
  return last();
}

it('prepares one process, not before the running engine has settled', async () => {
  reserve.fill();
  await vi.advanceTimersByTimeAsync(2999);
  expect(made).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  reserve.fill();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made).toHaveLength(1);
});

it('gives the prepared process away once, and forgets it', async () => {
  const child = await filled();
  expect(reserve.take()).toBe(child);
  expect(reserve.take()).toBeUndefined();
  child.emit('exit', 'it was ended by SIGKILL');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made).toHaveLength(1);
});

it('ends a process that is not prepared yet when one is needed: it would only be in the way', async () => {
  reserve.fill();
  await vi.advanceTimersByTimeAsync(3000);
  expect(reserve.take()).toBeUndefined();
  expect(last().kill).toHaveBeenCalledOnce();
});

it.each(['dies', 'cannot be prepared'])('tries again half a minute later when it %s', async (what) => {
  if (what === 'dies') {
    (await filled()).kill();
  } else {
    reserve.fill();
    await vi.advanceTimersByTimeAsync(3000);
    last().refuse();
  }
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(made).toHaveLength(2);
});

it('ends its process when it is closed, and makes no other', async () => {
  const child = await filled();
  await reserve.close(2000);
  await reserve.close(2000);
  expect(child.stop).toHaveBeenCalledOnce();
  reserve.fill();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made).toHaveLength(1);
});
