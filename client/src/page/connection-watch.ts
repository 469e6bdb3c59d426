/** Reads the browser's statistics once a second, and how old the sound is; keeps their history. */

import {
  between,
  type ConnectionFacts,
  type ConnectionSample,
  readSample,
} from '../core/connection-stats.js';
import { type Delay, delayOf } from '../core/delay.js';
import type { CaptureAge } from '../core/capture-age.js';
import type { Player, PlayerView } from '../core/player.js';
import { nothingReceived, StatsHistory } from '../core/stats-history.js';

const EVERY_MS = 1000;
/** How often to ask what was played last: the mean of a second goes with the other means of the browser. */
const PLAYED_EVERY_MS = 100;
/** The clocks are compared at each of the first looks, then at each tenth. */
const FIRST_LOOKS = 3;
const LOOKS_BETWEEN = 10;

export interface ConnectionNews {
  sample: ConnectionSample;
  facts: ConnectionFacts;
  delay: Delay | null;
}

export class ConnectionWatch {
  readonly history = new StatsHistory();
  #last: ConnectionSample | null = null;
  #news: ConnectionNews | null = null;
  /** Of the present session. */
  #captured: PlayerView['captured'] = null;
  #looks = 0;
  #ages: number[] = [];

  /**
   * @param outputLatency of the browser's sound output, s
   * @param onNews called once a second; null while nothing is received
   */
  constructor(
    private readonly player: Player,
    private readonly captureAge: CaptureAge,
    private readonly outputLatency: () => number,
    private readonly onNews: (news: ConnectionNews | null) => void,
  ) {
    setInterval(() => void this.#look(), EVERY_MS);
    setInterval(() => this.#lookAtPlayed(), PLAYED_EVERY_MS);
  }

  get news(): ConnectionNews | null {
    return this.#news;
  }

  async #look(): Promise<void> {
    const at = performance.now();
    const report = await this.player.report().catch(() => null);
    const sample = report && readSample(report, at);
    const before = this.#last;
    this.#last = sample;
    const { applied, state } = this.player.view;
    // Counters that went back belong to another session.
    if (sample && before && applied && sample.packets >= before.packets && state === 'playing') {
      const facts = between(before, sample);
      const outputLatency = this.outputLatency();
      this.#news = {
        sample,
        facts,
        delay: delayOf(applied, { ...facts, age: mean(this.#ages), outputLatency }),
      };
      this.#compareClocks();
      const { bitrate, loss } = facts;
      this.history.push({ at, bitrate: bitrate / 1000, loss, delay: this.#news.delay?.total ?? null });
    } else {
      this.#news = null;
      if (this.history.entries.length > 0) this.history.push({ at, ...nothingReceived });
    }
    this.#ages = [];
    this.onNews(this.#news);
  }

  #compareClocks(): void {
    if (this.#looks < FIRST_LOOKS || this.#looks % LOOKS_BETWEEN === 0) {
      // Without an answer the former comparisons stand.
      void this.captureAge.compare().catch(() => undefined);
    }
    this.#looks += 1;
  }

  #lookAtPlayed(): void {
    const { applied, captured } = this.player.view;
    if (captured !== this.#captured) {
      this.#captured = captured;
      this.#looks = 0;
      this.captureAge.forget();
    }
    const { played } = this.player;
    if (!played || !applied || !captured) return;
    const age = this.captureAge.of(played, captured, applied.clockRate);
    if (age !== null) this.#ages.push(age);
  }
}

function mean(values: number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
