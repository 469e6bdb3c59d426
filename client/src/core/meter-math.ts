/** Loudness of samples, and how a meter's needle moves. Levels are in dBFS: 0 is the largest sample there can be. */

/** What digital silence is shown as, dBFS; the logarithm alone would give minus infinity. */
export const SILENCE = -120;
/** Left end of the scale, dBFS. */
export const SCALE_BOTTOM = -60;

/** dB per second; a little faster than a peak programme meter's 20 dB in 1.7 s (IEC 60268-10, type I). */
const FALL = 20;
/** Seconds for which the highest peak stays marked. */
const HOLD = 1.5;
/** Seconds for which the clip lamp stays lit. */
const CLIP_HOLD = 3;
/** From here on a sample counts as clipped, dBFS: a lossy codec does not keep full scale exactly. */
const CLIP = -0.1;

export interface Level {
  /** A full-scale sine reads −3.01, as in GStreamer's `level`; AES17 would add 3.01. */
  rms: number;
  /** Largest sample. */
  peak: number;
}

export interface Reading extends Level {
  /** The highest peak of late. */
  hold: number;
  /** Whether it has touched full scale of late. */
  clipped: boolean;
}

export function measure(samples: Float32Array): Level {
  let sum = 0;
  let largest = 0;
  for (const sample of samples) {
    sum += sample * sample;
    largest = Math.max(largest, Math.abs(sample));
  }
  return { rms: decibels(Math.sqrt(sum / Math.max(1, samples.length))), peak: decibels(largest) };
}

/** @param amplitude 1 is full scale */
export function decibels(amplitude: number): number {
  return Math.max(SILENCE, 20 * Math.log10(amplitude));
}

/** Place on the scale: 0 at −60 dBFS or below, 1 at 0 dBFS or above. */
export function position(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / SCALE_BOTTOM));
}

/** Rises at once and falls steadily, so that the eye can follow; independent of how often it is called. */
export class Ballistics {
  #reading: Reading = { rms: SILENCE, peak: SILENCE, hold: SILENCE, clipped: false };
  #holdLeft = 0;
  #clipLeft = 0;

  /** @param seconds since the last call */
  update(level: Level, seconds: number): Reading {
    const fall = FALL * seconds;
    const rms = Math.max(level.rms, this.#reading.rms - fall);
    const peak = Math.max(level.peak, this.#reading.peak - fall);
    this.#clipLeft = level.peak >= CLIP ? CLIP_HOLD : Math.max(0, this.#clipLeft - seconds);
    this.#reading = { rms, peak, hold: this.#hold(peak, seconds), clipped: this.#clipLeft > 0 };
    return this.#reading;
  }

  #hold(peak: number, seconds: number): number {
    const held = this.#reading.hold;
    if (peak >= held) {
      this.#holdLeft = HOLD;
      return peak;
    }
    const falling = Math.max(0, seconds - this.#holdLeft);
    this.#holdLeft = Math.max(0, this.#holdLeft - seconds);
    return Math.max(peak, held - FALL * falling);
  }
}
