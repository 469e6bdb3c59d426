import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AtMostEvery } from '../../../src/http/events/at-most-every.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('acts at once, then once per interval, and never loses the last request', () => {
  const action = vi.fn();
  const limited = new AtMostEvery(100, action);
  for (let i = 0; i < 5; i += 1) limited.ask();
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(99);
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(2);
  limited.ask();
  expect(action).toHaveBeenCalledTimes(3);
});

it('does nothing of what was asked for after close()', () => {
  const action = vi.fn();
  const limited = new AtMostEvery(100, action);
  limited.ask();
  limited.ask();
  limited.close();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
