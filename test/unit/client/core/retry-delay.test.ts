import { describe, expect, it } from 'vitest';

import { retryDelay } from '../../../../client/src/core/retry-delay.js';

describe('retryDelay', () => {
  it('doubles from 250 ms and stays at 5 s', () => {
    expect([0, 1, 2, 3, 4, 5, 50, 5000].map((failures) => retryDelay(failures, 1))).toEqual([
      250, 500, 1000, 2000, 4000, 5000, 5000, 5000,
    ]);
  });

  it('spreads over the upper half', () => {
    expect(retryDelay(2, 0)).toBe(500);
    expect(retryDelay(2, 0.5)).toBe(750);
  });
});
