import { setImmediate } from 'node:timers/promises';
import type { ListenerStats } from '../api.js';
import type { Listener } from './listener.js';

/** Rounds in a row that may bring no receiver report; a listener is closed at the last one. */
export const SILENT_ROUNDS = 5;

/**
 * Asks every listener's transport again and again how it does. Counted in rounds rather than by the clock:
 * what holds this process up for seconds makes no listener look dead.
 */
export class ReportRound {
  readonly #timer: NodeJS.Timeout;
  #isRunning = false;

  /** @param limitMs until a listener without receiver reports is closed: one round more than may be silent */
  constructor(
    limitMs: number,
    private readonly listeners: () => Iterable<Listener>,
    private readonly onStats: (stats: Record<string, ListenerStats>) => void,
  ) {
    this.#timer = setInterval(() => void this.#round(), limitMs / (SILENT_ROUNDS + 1));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #round(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const found: Record<string, ListenerStats> = {};
    for (const listener of [...this.listeners()]) {
      const stats = listener.review();
      if (stats) found[listener.id] = stats;
      // 0.2 ms each: whoever joins need not wait for all of them.
      await setImmediate();
    }
    if (Object.keys(found).length > 0) this.onStats(found);
    this.#isRunning = false;
  }
}
