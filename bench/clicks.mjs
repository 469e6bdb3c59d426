// Sound in which single clicks can be told apart: short bursts at random distances,
// so that they meet the packets' grid at every place of it.

export const RATE = 48_000;
const BURST_S = 0.003;
const BURST_HZ = 2000;
const AMPLITUDE = 0.7;
/** From a click to the next one, s: a fixed part and a random one. */
const PAUSE_S = [0.25, 0.1];
/** Nothing else gets as loud. */
const THRESHOLD = 0.2;
/** No second click can come within this, s. */
const DEAD_S = 0.15;

/** @returns samples from −1 to 1 */
export function clickTrain(seconds) {
  const samples = new Float32Array(seconds * RATE);
  for (let at = 0.3; at < seconds - BURST_S; at += PAUSE_S[0] + Math.random() * PAUSE_S[1]) {
    const from = Math.round(at * RATE);
    for (let i = 0; i < BURST_S * RATE; i += 1) {
      samples[from + i] = AMPLITUDE * Math.cos((2 * Math.PI * BURST_HZ * i) / RATE);
    }
  }
  return samples;
}

/** Finds where clicks begin in sound that comes in pieces. */
export class ClickFinder {
  #position = 0;
  #deaf = 0;

  /** @returns indices of their first samples, counted from the first piece on */
  find(samples) {
    const found = [];
    for (const sample of samples) {
      if (Math.abs(sample) > THRESHOLD && this.#position >= this.#deaf) {
        found.push(this.#position);
        this.#deaf = this.#position + DEAD_S * RATE;
      }
      this.#position += 1;
    }
    return found;
  }
}
