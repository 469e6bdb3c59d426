/** Short-term loudness (ITU-R BS.1770-5, EBU Tech 3341): the mean of three seconds, K-weighted. */

/** s. */
const WINDOW = 3;
/** LUFS; what silence is shown as. */
const INAUDIBLE_LUFS = -70;

interface Slice {
  seconds: number;
  /** Mean square of all channels together. */
  power: number;
}

export class ShortTermLoudness {
  readonly #slices: Slice[] = [];
  #held = 0;

  /** @param meanSquares of each channel's K-weighted samples in the last so many seconds */
  push(meanSquares: readonly number[], seconds: number): void {
    if (seconds <= 0) return;
    this.#slices.push({ seconds, power: meanSquares.reduce((sum, each) => sum + each, 0) });
    this.#held += seconds;
    for (
      let [oldest] = this.#slices;
      oldest && this.#held - oldest.seconds >= WINDOW;
      [oldest] = this.#slices
    ) {
      this.#held -= oldest.seconds;
      this.#slices.shift();
    }
  }

  /** LUFS; null until three seconds were heard. */
  get value(): number | null {
    // Slices of a screen's frames do not add up to three seconds exactly.
    if (this.#held < WINDOW - 0.1) return null;
    const energy = this.#slices.reduce((sum, { power, seconds }) => sum + power * seconds, 0);
    return Math.max(INAUDIBLE_LUFS, -0.691 + 10 * Math.log10(energy / this.#held));
  }

  reset(): void {
    this.#slices.length = 0;
    this.#held = 0;
  }
}

export function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / Math.max(1, samples.length);
}
