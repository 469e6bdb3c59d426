import type { Pad } from './gi.js';

const STEP_MS = 10;

/**
 * Moves a mixer input's volume to 0 or 1 in steps of the mixer's own 10 ms
 * buffers, so that a source comes and goes without a click. A new fade of the
 * same input takes over from where the last one stands.
 */
export class Fade {
  #target = 0;
  #step = 0;
  #done: () => void = () => undefined;

  constructor(private readonly pad: Pad) {}

  /** Sets it at once. */
  set(volume: number): void {
    beat.remove(this);
    volumeOf(this.pad).volume = volume;
  }

  /** @param done called when the volume is reached, not when the fade is stopped */
  to(volume: number, durationMs: number, done: () => void = () => undefined): void {
    this.#target = volume;
    this.#step = ((volume - volumeOf(this.pad).volume) * STEP_MS) / durationMs;
    this.#done = done;
    beat.add(this);
  }

  /** By how much one step changes the volume. */
  get step(): number {
    return this.#step;
  }

  move(): void {
    const next = volumeOf(this.pad).volume + this.#step;
    const reached = this.#step >= 0 ? next >= this.#target - 1e-6 : next <= this.#target + 1e-6;
    volumeOf(this.pad).volume = reached ? this.#target : next;
    if (!reached) return;
    beat.remove(this);
    this.#done();
  }
}

/**
 * All fades move on one beat, those that go down first: with a timer each, the
 * mixer now and then took a buffer between the steps of two that cross, and both
 * together were louder than either.
 */
class Beat {
  readonly #fades = new Set<Fade>();
  #timer: NodeJS.Timeout | undefined;

  add(fade: Fade): void {
    this.#fades.add(fade);
    this.#timer ??= setInterval(() => this.#move(), STEP_MS);
  }

  remove(fade: Fade): void {
    this.#fades.delete(fade);
    if (this.#fades.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #move(): void {
    for (const fade of [...this.#fades].sort((a, b) => a.step - b.step)) fade.move();
  }
}

const beat = new Beat();

function volumeOf(pad: Pad): { volume: number } {
  return pad as unknown as { volume: number };
}
