import { type Element, GstController } from './gi.js';

/**
 * Moves a `volume` element sample by sample between two points of the pipeline's
 * running time. Two ramps with the same points meet in the same sample, so that
 * what passes one and what passes the other always add up to the whole.
 */
export class Ramp {
  readonly #curve = new GstController.InterpolationControlSource();

  constructor(
    volume: Element,
    /** Where it stands. */
    private level: number,
  ) {
    this.#curve.mode = GstController.InterpolationMode.LINEAR;
    this.#curve.set(0, level);
    volume.addControlBinding(GstController.DirectControlBinding.newAbsolute(volume, 'volume', this.#curve));
  }

  /** Only once the ramp before is over. Times are running time, ns. */
  to(level: number, from: number, until: number): void {
    this.#curve.set(from, this.level);
    this.#curve.set(until, level);
    this.level = level;
  }
}
