/** Reads the browser's statistics once a second and keeps their history. */

import {
  between,
  type ConnectionFacts,
  type ConnectionSample,
  readSample,
} from '../core/connection-stats.js';
import { type Delay, delayOf } from '../core/delay.js';
import type { Player } from '../core/player.js';
import { nothingReceived, StatsHistory } from '../core/stats-history.js';

const EVERY_MS = 1000;

export interface ConnectionNews {
  sample: ConnectionSample;
  facts: ConnectionFacts;
  delay: Delay | null;
}

export class ConnectionWatch {
  readonly history = new StatsHistory();
  #last: ConnectionSample | null = null;
  #news: ConnectionNews | null = null;

  /**
   * @param outputLatency of the browser's sound output, s
   * @param onNews called once a second; null while nothing is received
   */
  constructor(
    private readonly player: Player,
    private readonly outputLatency: () => number,
    private readonly onNews: (news: ConnectionNews | null) => void,
  ) {
    setInterval(() => void this.#look(), EVERY_MS);
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
      this.#news = { sample, facts, delay: delayOf(applied, facts, this.outputLatency()) };
      const { bitrate, loss } = facts;
      this.history.push({ at, bitrate: bitrate / 1000, loss, delay: this.#news.delay?.total ?? null });
    } else {
      this.#news = null;
      if (this.history.entries.length > 0) this.history.push({ at, ...nothingReceived });
    }
    this.onNews(this.#news);
  }
}
