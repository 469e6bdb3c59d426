import type { Pad } from './gi.js';

const STEP_MS = 10;

/**
 * Moves a mixer input's volume to 0 or 1 in steps of the mixer's own 10 ms
 * buffers, so that a source comes and goes without a click. A new fade of the
 * same input takes over from where the last one stands.
 */
export class Fade {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly pad: Pad) {}

  /** Sets it at once. */
  set(volume: number): void {
    this.stop();
    volumeOf(this.pad).volume = volume;
  }

  /** @param done called when the volume is reached, not when the fade is stopped */
  to(volume: number, durationMs: number, done: () => void = () => undefined): void {
    this.stop();
    const step = ((volume - volumeOf(this.pad).volume) * STEP_MS) / durationMs;
    this.#timer = setInterval(() => {
      const next = volumeOf(this.pad).volume + step;
      const reached = step >= 0 ? next >= volume - 1e-6 : next <= volume + 1e-6;
      volumeOf(this.pad).volume = reached ? volume : next;
      if (!reached) return;
      this.stop();
      done();
    }, STEP_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function volumeOf(pad: Pad): { volume: number } {
  return pad as unknown as { volume: number };
}
