import { describe, expect, it } from 'vitest';

import { Ballistics, decibels, measure, position, SILENCE } from '../../../../client/src/core/meter-math.js';

/** Whole periods, so that the RMS is exact. */
function sine(amplitude: number): Float32Array {
  return Float32Array.from(
    { length: 4800 },
    (_, n) => amplitude * Math.sin((2 * Math.PI * 1000 * n) / 48000),
  );
}

const silent = { rms: SILENCE, peak: SILENCE };

describe('measure', () => {
  it.each([
    [1, 0, -3.01],
    [0.5, -6.02, -9.03],
    [0.001, -60, -63.01],
  ])('reads a sine of amplitude %d as %d dBFS peak and %d dBFS RMS', (amplitude, peak, rms) => {
    const level = measure(sine(amplitude));
    expect(level.peak).toBeCloseTo(peak, 2);
    expect(level.rms).toBeCloseTo(rms, 2);
  });

  it('reads a full-scale square as 0 dBFS both ways', () => {
    expect(measure(new Float32Array([1, -1, 1, -1]))).toEqual({ peak: 0, rms: 0 });
  });

  it('finds a single negative peak', () => {
    const samples = new Float32Array(100);
    samples[50] = -0.5;
    expect(measure(samples).peak).toBeCloseTo(-6.02, 2);
  });

  it('reads decoders that overshoot as above 0 dBFS', () => {
    expect(measure(new Float32Array([1.25])).peak).toBeCloseTo(1.94, 2);
  });

  it('reads silence, and nothing at all, as the lowest level and never as minus infinity', () => {
    expect(measure(new Float32Array(2048))).toEqual(silent);
    expect(measure(new Float32Array(0))).toEqual(silent);
    expect(decibels(0)).toBe(SILENCE);
  });
});

describe('position', () => {
  it.each([
    [-60, 0],
    [-45, 0.25],
    [-30, 0.5],
    [0, 1],
    [SILENCE, 0],
    [3, 1],
  ])('puts %d dBFS at %d', (dbfs, place) => {
    expect(position(dbfs)).toBeCloseTo(place, 10);
  });
});

describe('Ballistics', () => {
  it('rises at once', () => {
    expect(new Ballistics().update({ rms: -9, peak: -6 }, 1 / 60)).toMatchObject({
      rms: -9,
      peak: -6,
      hold: -6,
    });
  });

  it('falls 20 dB in a second however often it is asked', () => {
    for (const steps of [1, 60, 144]) {
      const needle = new Ballistics();
      needle.update({ rms: -9, peak: -6 }, 0);
      let reading;
      for (let step = 0; step < steps; step++) reading = needle.update(silent, 1 / steps);
      expect(reading?.rms).toBeCloseTo(-29, 6);
      expect(reading?.peak).toBeCloseTo(-26, 6);
    }
  });

  it('does not fall below what is there', () => {
    const needle = new Ballistics();
    needle.update({ rms: -9, peak: -6 }, 0);
    expect(needle.update({ rms: -12, peak: -7 }, 10)).toMatchObject({ rms: -12, peak: -7 });
  });

  it('holds the highest peak for 1.5 s and lets it fall then', () => {
    const needle = new Ballistics();
    needle.update({ rms: -9, peak: -6 }, 0);
    expect(needle.update(silent, 1).hold).toBe(-6);
    expect(needle.update(silent, 0.5).hold).toBe(-6);
    expect(needle.update(silent, 0.5).hold).toBeCloseTo(-16, 6);
  });

  it('falls for the right time in a picture that ends the hold', () => {
    const needle = new Ballistics();
    needle.update({ rms: -9, peak: -6 }, 0);
    expect(needle.update(silent, 2).hold).toBeCloseTo(-16, 6);
  });

  it('starts the hold anew with every peak as high', () => {
    const needle = new Ballistics();
    needle.update({ rms: -9, peak: -6 }, 0);
    needle.update({ rms: -9, peak: -6 }, 1.4);
    expect(needle.update(silent, 1.4).hold).toBe(-6);
  });

  it('never marks a peak below the bar', () => {
    const needle = new Ballistics();
    needle.update({ rms: -9, peak: -6 }, 0);
    const { hold, peak } = needle.update({ rms: -20, peak: -10 }, 5);
    expect([hold, peak]).toEqual([-10, -10]);
  });
});

describe('the clip lamp', () => {
  it('lights at full scale and stays lit for 3 s', () => {
    const ballistics = new Ballistics();
    expect(ballistics.update({ rms: -3, peak: -0.2 }, 0.1).clipped).toBe(false);
    expect(ballistics.update({ rms: -3, peak: 0 }, 0.1).clipped).toBe(true);
    expect(ballistics.update({ rms: -30, peak: -20 }, 2.9).clipped).toBe(true);
    expect(ballistics.update({ rms: -30, peak: -20 }, 0.2).clipped).toBe(false);
  });
});
