import { dispose } from './elements.js';
import { Fade } from './fade.js';
import type { Bin, Message, Pipeline } from './gi.js';
import { isFrom } from './message.js';
import type { MixerInput } from './sound-pipeline.js';

/** A bin on a mixer's input of its own: unheard at first, faded in and out, and gone for good when closed. */
export class MixedBin {
  readonly #fade: Fade;
  #closed = false;

  /** @param fadeMs long enough to hear no click, short enough to hear no gap */
  constructor(
    private readonly pipeline: Pipeline,
    private readonly bin: Bin,
    private readonly input: MixerInput,
    private readonly fadeMs: number,
  ) {
    this.#fade = new Fade(input.pad);
    this.mute();
  }

  owns(message: Message): boolean {
    return isFrom(message, this.bin);
  }

  mute(): void {
    this.#fade.set(0);
  }

  fadeIn(): void {
    this.#fade.to(1, this.fadeMs);
  }

  /** @param onSilent closes it, now or later */
  fadeOut(onSilent: () => void): void {
    this.#fade.to(0, this.fadeMs, onSilent);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.mute();
    this.input.remove();
    dispose(this.pipeline, this.bin);
  }
}
