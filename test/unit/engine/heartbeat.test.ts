import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../../src/engine/heartbeat.js';
import { AppError } from '../../../src/errors.js';

let answers: ((error?: Error) => void)[];
const child = {
  request: () =>
    new Promise<null>((resolve, reject) => {
      answers.push((error) => (error ? reject(error) : resolve(null)));
    }),
};

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
});
afterEach(() => vi.useRealTimers());

it('asks a second after each answer, one question at a time, until it is stopped', async () => {
  const onHang = vi.fn();
  const heartbeat = new Heartbeat(child as never, onHang);
  await vi.advanceTimersByTimeAsync(1000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers).toHaveLength(2);
  heartbeat.stop();
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(5000);
  expect(answers).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
  expect(onHang).not.toHaveBeenCalled();
});

it('calls a process hung that does not answer in time, once', async () => {
  const onHang = vi.fn();
  new Heartbeat(child as never, onHang);
  await vi.advanceTimersByTimeAsync(1000);
  answers[0]?.(new AppError('engine-timeout', 'no answer'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onHang).toHaveBeenCalledOnce();
  expect(answers).toHaveLength(1);
});

it('does not call a process hung that has ended', async () => {
  const onHang = vi.fn();
  new Heartbeat(child as never, onHang);
  await vi.advanceTimersByTimeAsync(1000);
  answers[0]?.(new AppError('engine-unavailable', 'it is gone'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onHang).not.toHaveBeenCalled();
});
