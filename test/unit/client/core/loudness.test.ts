import { describe, expect, it } from 'vitest';
import { meanSquare, ShortTermLoudness } from '../../../../client/src/core/loudness.js';

function sine(peak: number): Float32Array {
  return Float32Array.from({ length: 4800 }, (_, i) => peak * Math.sin((2 * Math.PI * 997 * i) / 48_000));
}

function heard(meanSquares: number[], seconds: number): ShortTermLoudness {
  const loudness = new ShortTermLoudness();
  for (let i = 0; i < seconds * 60; i++) loudness.push(meanSquares, 1 / 60);
  return loudness;
}

describe('ShortTermLoudness', () => {
  it('is −3.7 LUFS for a full-scale sine on one side before the weighting (ITU-R BS.1770-5: −3.01 with it)', () => {
    expect(heard([meanSquare(sine(1)), 0], 4).value).toBeCloseTo(-3.01 - 0.691, 2);
  });

  it('is 3 dB more where both sides sound, and 20 dB less at a tenth', () => {
    const square = meanSquare(sine(0.1));
    expect(heard([square, square], 4).value).toBeCloseTo(-20 - 0.691, 2);
  });

  it('says nothing before three seconds were heard', () => {
    expect(heard([1, 1], 2.8).value).toBeNull();
    expect(heard([1, 1], 3).value).not.toBeNull();
  });

  it('forgets what is older than three seconds', () => {
    const loudness = heard([1, 1], 5);
    for (let i = 0; i < 31 * 6; i++) loudness.push([0.01, 0.01], 1 / 60);
    expect(loudness.value).toBeCloseTo(-0.691 + 10 * Math.log10(0.02), 1);
  });

  it('has a floor for silence', () => {
    expect(heard([0, 0], 4).value).toBe(-70);
  });
});
