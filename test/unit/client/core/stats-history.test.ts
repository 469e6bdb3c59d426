import { describe, expect, it } from 'vitest';
import { LevelMemory } from '../../../../client/src/core/level-memory.js';
import { nothingReceived, StatsHistory } from '../../../../client/src/core/stats-history.js';

describe('StatsHistory', () => {
  it('keeps two minutes, as columns before the last entry', () => {
    const history = new StatsHistory();
    for (let second = 0; second <= 200; second++) {
      history.push({ at: second * 1000, bitrate: second, delay: null, loss: 0 });
    }
    expect(history.entries).toHaveLength(120);
    const [seconds, bitrates] = history.columns();
    expect([seconds[0], seconds.at(-1)]).toEqual([-119, 0]);
    expect([bitrates?.[0], bitrates?.at(-1)]).toEqual([81, 200]);
  });

  it('leaves gaps where nothing was received', () => {
    const history = new StatsHistory();
    history.push({ at: 0, bitrate: 96, delay: 80, loss: 0 });
    history.push({ at: 1000, ...nothingReceived });
    expect(history.columns().slice(1)).toEqual([
      [96, null],
      [80, null],
      [0, null],
    ]);
  });
});

describe('LevelMemory', () => {
  it('tells the highest peak since a moment, and nothing where nothing was said', () => {
    const memory = new LevelMemory();
    expect(memory.peakSince(0)).toBeNull();
    memory.push({ rms: [-20, -20], peak: [-3, -9] }, 100);
    memory.push({ rms: [-40, -40], peak: [-30, -28] }, 200);
    expect(memory.peakSince(100)).toBe(-3);
    expect(memory.peakSince(150)).toBe(-28);
    expect(memory.peakSince(250)).toBeNull();
  });
});
