/** Tells from the decoded samples whether left and right are different sound. */

/** `alike`: both sides carry the same; `unknown` while there is nothing to compare. */
export type Channels = 'different' | 'alike' | 'unknown';

/** Below this a difference is rounding, or what a codec adds, dB below the sound itself. */
const DIFFERENT = -46;
/** Mean square below which it is too quiet to tell: −80 dBFS. */
const AUDIBLE = 1e-8;
/** s that one answer is kept: music has moments in mono. */
const MEMORY = 3;

export class ChannelSense {
  #channels: Channels = 'unknown';
  #alikeFor = 0;

  get channels(): Channels {
    return this.#channels;
  }

  /** @param seconds since the last call */
  push(left: Float32Array, right: Float32Array, seconds: number): Channels {
    let sum = 0;
    let difference = 0;
    for (let i = 0; i < left.length; i++) {
      const l = left[i] ?? 0;
      const r = right[i] ?? 0;
      sum += l * l + r * r;
      difference += (l - r) * (l - r);
    }
    if (sum / Math.max(1, left.length) < AUDIBLE) return this.#channels;
    if (10 * Math.log10(difference / sum) > DIFFERENT) {
      this.#alikeFor = 0;
      this.#channels = 'different';
    } else {
      this.#alikeFor += seconds;
      if (this.#channels === 'unknown' || this.#alikeFor >= MEMORY) this.#channels = 'alike';
    }
    return this.#channels;
  }

  reset(): void {
    this.#channels = 'unknown';
    this.#alikeFor = 0;
  }
}
