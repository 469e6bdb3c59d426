/** Both meters, moved at the display's rate while there is something to see and somebody to see it. */

import { Ballistics, type Level, measure, SILENCE } from './meter-math.js';
import { Meter, scale } from './meter.js';
import { texts } from './texts.js';

/** ms between pictures where the person asked for less motion. */
const CALM_EVERY = 250;

const silence: Level = { rms: SILENCE, peak: SILENCE };

export interface MeterPlaces {
  left: HTMLElement;
  right: HTMLElement;
  scale: HTMLElement;
}

export class Meters {
  readonly #channels: readonly [Channel, Channel];
  readonly #lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  #running = false;
  #frame = 0;
  #drawnAt = 0;

  /** @param read the latest samples of left and right, null while there are none */
  constructor(
    places: MeterPlaces,
    private readonly read: () => readonly [Float32Array, Float32Array] | null,
  ) {
    this.#channels = [new Channel(places.left, texts.left), new Channel(places.right, texts.right)];
    places.scale.replaceChildren(scale());
    document.addEventListener('visibilitychange', () => this.#follow());
  }

  start(): void {
    this.#running = true;
    this.#follow();
  }

  /** Shows silence at once: a needle that still falls would tell of sound that is gone. */
  stop(): void {
    this.#running = false;
    this.#follow();
    for (const channel of this.#channels) channel.reset();
  }

  #follow(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.#running || document.hidden) return;
    this.#drawnAt = performance.now();
    this.#next();
  }

  #next(): void {
    this.#frame = requestAnimationFrame((now) => {
      const elapsed = Math.max(0, now - this.#drawnAt);
      if (elapsed >= (this.#lessMotion.matches ? CALM_EVERY : 0)) {
        this.#drawnAt = now;
        this.#draw(elapsed / 1000, now);
      }
      this.#next();
    });
  }

  #draw(seconds: number, now: number): void {
    const samples = this.read();
    for (const [index, channel] of this.#channels.entries()) {
      const ofChannel = samples?.[index];
      channel.draw(ofChannel ? measure(ofChannel) : silence, seconds, now);
    }
  }
}

class Channel {
  readonly #meter: Meter;
  #ballistics = new Ballistics();

  constructor(host: HTMLElement, name: { short: string; long: string }) {
    this.#meter = new Meter(host, name);
  }

  draw(level: Level, seconds: number, now: number): void {
    this.#meter.draw(this.#ballistics.update(level, seconds), now);
  }

  reset(): void {
    this.#ballistics = new Ballistics();
    this.#meter.clear();
  }
}
