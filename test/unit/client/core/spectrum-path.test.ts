import { describe, expect, it } from 'vitest';
import { spectrumPath } from '../../../../client/src/core/spectrum-path.js';

function points(lines: Float32Array): { x: number; y: number }[] {
  return [...spectrumPath(lines, 48_000 / 4096).matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

describe('spectrumPath', () => {
  it('lies on the ground in silence', () => {
    expect(points(new Float32Array(2048).fill(-Infinity)).every(({ y }) => y === 60)).toBe(true);
  });

  it('rises where the sound is: 632 Hz is the middle of 20 Hz to 20 kHz', () => {
    const lines = new Float32Array(2048).fill(-120);
    lines[Math.round(632 / (48_000 / 4096))] = -20;
    const [highest] = points(lines).sort((a, b) => a.y - b.y);
    expect(highest?.x).toBeCloseTo(150, -1);
    expect(highest?.y).toBeLessThan(10);
  });

  it('stays in its box however loud it is', () => {
    expect(points(new Float32Array(2048).fill(20)).every(({ x, y }) => x <= 300 && y >= 0)).toBe(true);
  });
});
