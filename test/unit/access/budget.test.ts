import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Budget } from '../../../src/access/budget.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a budget', () => {
  it('lasts for so many, then says how long to wait, and is there again', async () => {
    const budget = new Budget({ points: 3, seconds: 60 });
    for (let i = 0; i < 3; i += 1) expect(await budget.take('a')).toBe(0);
    vi.advanceTimersByTime(20_000);
    expect(await budget.take('a')).toBe(40);
    vi.advanceTimersByTime(40_000);
    expect(await budget.take('a')).toBe(0);
  });

  it('is another one for each key', async () => {
    const budget = new Budget({ points: 1, seconds: 60 });
    expect(await budget.take('a')).toBe(0);
    expect(await budget.take('b')).toBe(0);
    expect(await budget.take('a')).toBeGreaterThan(0);
  });

  it('has back what was given back', async () => {
    const budget = new Budget({ points: 1, seconds: 60 });
    for (let i = 0; i < 10; i += 1) {
      expect(await budget.take('a')).toBe(0);
      await budget.giveBack('a');
    }
  });

  it('says once that it is exhausted, until it is so again', async () => {
    const exhausted: string[] = [];
    const budget = new Budget({ points: 1, seconds: 60, onExhausted: (key) => exhausted.push(key) });
    for (let i = 0; i < 5; i += 1) await budget.take('a');
    expect(exhausted).toEqual(['a']);
    vi.advanceTimersByTime(60_000);
    for (let i = 0; i < 5; i += 1) await budget.take('a');
    expect(exhausted).toEqual(['a', 'a']);
  });

  it('keeps nothing of a key whose time is over', async () => {
    const budget = new Budget({ points: 1, seconds: 60 });
    await Promise.all(Array.from({ length: 1000 }, (_, i) => budget.take(`address ${i}`)));
    expect(vi.getTimerCount()).toBe(1000);
    vi.advanceTimersByTime(60_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
