/** Both meters, moved at the display's rate while there is something to see and somebody to see it. */

import { Ballistics, type Level, measure, SILENCE } from '../core/meter-math.js';
import type { Pair } from './analyser.js';
import { Meter, scale } from './meter.js';

/** ms between pictures where the person asked for less motion. */
const CALM_EVERY = 250;
/** ms after which the computer's last word on its level no longer counts. */
const STALE_AFTER = 500;

const silence: Level = { rms: SILENCE, peak: SILENCE };

export interface MeterPlaces {
  left: HTMLElement;
  right: HTMLElement;
  scale: HTMLElement;
}

/** What else is drawn from the same samples. */
export type MeterAudience = (samples: Pair<Float32Array> | null, seconds: number, now: number) => void;

export class Meters {
  readonly #channels: readonly [Channel, Channel];
  readonly #lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  #server: { levels: readonly Level[]; at: number } | null = null;
  #running = false;
  #frame = 0;
  #drawnAt = 0;
  readonly #onVisibility = () => this.#follow();

  /**
   * @param read the latest samples of left and right, null while there are none
   * @param audience called with the same samples after each picture
   */
  constructor(
    private readonly places: MeterPlaces,
    private readonly read: () => Pair<Float32Array> | null,
    private readonly audience: MeterAudience = () => undefined,
  ) {
    this.#channels = [
      new Channel(new Meter(places.left, 'meter-left', 'left')),
      new Channel(new Meter(places.right, 'meter-right', 'right')),
    ];
    this.translate();
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** What the computer sends at this moment, left first; in mono for both. */
  serverLevels(levels: readonly Level[]): void {
    this.#server = { levels, at: performance.now() };
  }

  /** Does nothing where they move already. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#follow();
  }

  /** Shows silence at once: a needle that still falls would tell of sound that is gone. */
  stop(): void {
    this.#running = false;
    this.#follow();
    for (const channel of this.#channels) channel.reset();
  }

  /** Writes everything anew in the language that is spoken now. */
  translate(): void {
    this.places.scale.replaceChildren(scale());
    for (const channel of this.#channels) channel.reset();
  }

  close(): void {
    this.stop();
    document.removeEventListener('visibilitychange', this.#onVisibility);
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
    const server = this.#server && now - this.#server.at < STALE_AFTER ? this.#server.levels : null;
    for (const [index, channel] of this.#channels.entries()) {
      const ofChannel = samples?.[index];
      const ofServer = server ? (server[index] ?? server[0] ?? silence) : null;
      channel.draw(ofChannel ? measure(ofChannel) : silence, ofServer, seconds, now);
    }
    this.audience(samples, seconds, now);
  }
}

class Channel {
  #here = new Ballistics();
  #server = new Ballistics();

  constructor(private readonly meter: Meter) {}

  draw(level: Level, server: Level | null, seconds: number, now: number): void {
    const sent = this.#server.update(server ?? silence, seconds);
    this.meter.draw(this.#here.update(level, seconds), server && sent, now);
  }

  reset(): void {
    this.#here = new Ballistics();
    this.#server = new Ballistics();
    this.meter.clear();
  }
}
