/** The last minutes of the connection, one entry a second, for the graph. */

/** s. */
export const SPAN = 120;

export interface HistoryEntry {
  /** ms. */
  at: number;
  /** kbit/s; null where nothing was received. */
  bitrate: number | null;
  /** ms. */
  delay: number | null;
  /** Percent. */
  loss: number | null;
}

export const nothingReceived = { bitrate: null, delay: null, loss: null } as const;

export class StatsHistory {
  #entries: HistoryEntry[] = [];

  push(entry: HistoryEntry): void {
    this.#entries = [...this.#entries, entry].filter(({ at }) => at > entry.at - SPAN * 1000);
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /** As columns: seconds before the last entry (negative), bit rate, delay, loss. */
  columns(): [number[], ...(number | null)[][]] {
    const last = this.#entries.at(-1)?.at ?? 0;
    return [
      this.#entries.map(({ at }) => (at - last) / 1000),
      this.#entries.map(({ bitrate }) => bitrate),
      this.#entries.map(({ delay }) => delay),
      this.#entries.map(({ loss }) => loss),
    ];
  }
}
