import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BackOff } from '../../../src/gst/back-off.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tries at once at first, then after 100, 200, 400 and again and again 500 ms', () => {
  const backOff = new BackOff();
  expect(backOff.isDue).toBe(true);
  for (const delay of [100, 200, 400, 500, 500]) {
    backOff.failed();
    vi.advanceTimersByTime(delay - 1);
    expect(backOff.isDue).toBe(false);
    vi.advanceTimersByTime(1);
    expect(backOff.isDue).toBe(true);
  }
  backOff.failed();
  backOff.reset();
  expect(backOff.isDue).toBe(true);
});
