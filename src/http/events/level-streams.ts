import type { SourceLevels } from '../../api.js';
import type { Logger } from '../../log/logger.js';
import type { EventStream } from './event-stream.js';
import { Readers } from './readers.js';
import type { StreamPlaces } from './stream-places.js';

/** Ten a second, where something has changed, ms. */
const INTERVAL_MS = 100;

export interface LevelStreamsParts {
  /** The highest peaks since the last call. */
  levels: () => SourceLevels;
  /** Levels are wanted from now on, or no longer. */
  probe: (on: boolean) => void;
  places: StreamPlaces;
  log: Logger;
}

/** Everybody who reads `GET /api/sources/levels`. Whoever makes it closes it. */
export class LevelStreams {
  readonly #parts: LevelStreamsParts;
  readonly #readers: Readers;
  #telling: NodeJS.Timeout | undefined;
  #last = '';

  constructor(parts: LevelStreamsParts) {
    this.#parts = parts;
    const { places, log } = parts;
    this.#readers = new Readers({ places, log, onWanted: (isWanted) => this.#want(isWanted) });
  }

  /**
   * A stream for one reader.
   * @throws AppError `too-many-streams`, `engine-unavailable` when all is ending
   */
  open(address: string): EventStream {
    const stream = this.#readers.open(address);
    if (this.#last !== '') stream.send('levels', this.#last);
    return stream;
  }

  /** Ends all streams and takes no new ones. Idempotent. */
  close(): void {
    clearInterval(this.#telling);
    this.#readers.close();
  }

  #want(isWanted: boolean): void {
    this.#last = '';
    clearInterval(this.#telling);
    if (isWanted) this.#telling = setInterval(() => this.#tell(), INTERVAL_MS);
    this.#parts.probe(isWanted);
  }

  #tell(): void {
    const levels = JSON.stringify(this.#parts.levels());
    if (levels === this.#last) return;
    this.#last = levels;
    this.#readers.send('levels', levels);
  }
}
