import { describe, expect, it } from 'vitest';
import { levelBar } from '../../../src/startup/level-bar.js';

describe('a level bar', () => {
  it.each([
    [0, 20],
    [-30, 10],
    [-60, 0],
    [-120, 0],
    [6, 20],
  ])('at %i dBFS has %i of 20 cells filled', (peak, filled) => {
    expect(levelBar(peak)).toBe('█'.repeat(filled) + '·'.repeat(20 - filled));
  });

  it('is empty while nothing was measured', () => {
    expect(levelBar(undefined)).toBe('·'.repeat(20));
  });
});
