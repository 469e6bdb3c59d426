import type { EventData, SourceList, Status } from '../../api.js';
import type { Logger } from '../../log/logger.js';
import { AtMostEvery } from './at-most-every.js';
import type { EventStream } from './event-stream.js';
import { Readers } from './readers.js';
import type { StreamPlaces } from './stream-places.js';

/** Per event and second at most ten, however often something changes, ms. */
const INTERVAL_MS = 100;

export interface EventStreamsParts {
  status: () => Status;
  sources: () => Promise<SourceList>;
  /** Levels are wanted from now on, or no longer. */
  meter: (on: boolean) => void;
  places: StreamPlaces;
  log: Logger;
}

/** Everybody who reads `GET /api/events`. Whoever makes it tells it what changed, and closes it. */
export class EventStreams {
  readonly #parts: EventStreamsParts;
  readonly #readers: Readers;
  readonly #status = new AtMostEvery(INTERVAL_MS, () => this.#sendStatus());
  readonly #sources = new AtMostEvery(INTERVAL_MS, () => void this.#sendSources(this.#readers));
  #lastStatus = '';

  constructor(parts: EventStreamsParts) {
    this.#parts = parts;
    const { places, log, meter } = parts;
    this.#readers = new Readers({
      places,
      log,
      onWanted: (isWanted) => {
        this.#lastStatus = '';
        meter(isWanted);
      },
    });
  }

  /**
   * A stream for one reader, which begins with what is now.
   * @throws AppError `too-many-streams`, `engine-unavailable` when all is ending
   */
  open(address: string): EventStream {
    const stream = this.#readers.open(address);
    stream.send('status', JSON.stringify(this.#parts.status()));
    void this.#sendSources(stream);
    return stream;
  }

  /** Something of the status may have changed. */
  statusChanged(): void {
    if (this.#readers.size > 0) this.#status.ask();
  }

  /** Sources or devices may have changed. */
  sourcesChanged(): void {
    if (this.#readers.size > 0) this.#sources.ask();
  }

  level(level: EventData['level']): void {
    this.#readers.send('level', JSON.stringify(level));
  }

  /** Ends all streams and takes no new ones. Idempotent. */
  close(): void {
    this.#status.close();
    this.#sources.close();
    this.#readers.close();
  }

  #sendStatus(): void {
    const status = JSON.stringify(this.#parts.status());
    if (status === this.#lastStatus) return;
    this.#lastStatus = status;
    this.#readers.send('status', status);
  }

  async #sendSources(to: Pick<EventStream, 'send'>): Promise<void> {
    try {
      to.send('sources', JSON.stringify(await this.#parts.sources()));
    } catch (error) {
      this.#parts.log.error('the sources could not be listed', { error: String(error) });
    }
  }
}
