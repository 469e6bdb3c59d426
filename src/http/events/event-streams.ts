import type { EventData, SourceList, Status } from '../../api.js';
import { AppError } from '../../errors.js';
import type { Logger } from '../../log/logger.js';
import { AtMostEvery } from './at-most-every.js';
import { EventStream } from './event-stream.js';

/** Per event and second at most ten, however often something changes, ms. */
const INTERVAL_MS = 100;
const PING_MS = 15_000;
/** A reader whose connection broke comes back after this, ms. */
const RETRY_MS = 1000;

export interface EventStreamsParts {
  status: () => Status;
  sources: () => Promise<SourceList>;
  /** Levels are wanted from now on, or no longer. */
  meter: (on: boolean) => void;
  /** Streams at the same time. */
  perAddress: number;
  log: Logger;
}

/** Everybody who reads `GET /api/events`. Whoever makes it tells it what changed, and closes it. */
export class EventStreams {
  readonly #parts: EventStreamsParts;
  readonly #streams = new Set<EventStream>();
  readonly #status = new AtMostEvery(INTERVAL_MS, () => this.#sendStatus());
  readonly #sources = new AtMostEvery(INTERVAL_MS, () => void this.#sendSources(this.#streams));
  #pinging: NodeJS.Timeout | undefined;
  #lastStatus = '';
  #closed = false;

  constructor(parts: EventStreamsParts) {
    this.#parts = parts;
  }

  /**
   * A stream for one reader, which begins with what is now.
   * @throws AppError `too-many-streams`, `engine-unavailable` when all is ending
   */
  open(address: string): EventStream {
    if (this.#closed) throw new AppError('engine-unavailable', 'Earshot is stopping.');
    const own = [...this.#streams].filter((stream) => stream.address === address).length;
    if (own >= this.#parts.perAddress) {
      const detail = `Your address has ${own} event streams open. Close a page of Earshot, and try again.`;
      throw new AppError('too-many-streams', detail, { retryAfter: 10 });
    }
    const stream = new EventStream(address);
    stream.retryAfter(RETRY_MS);
    stream.send('status', JSON.stringify(this.#parts.status()));
    void this.#sendSources([stream]);
    stream.once('close', () => this.#forget(stream));
    this.#streams.add(stream);
    if (this.#streams.size === 1) this.#begin();
    return stream;
  }

  /** Something of the status may have changed. */
  statusChanged(): void {
    if (this.#streams.size > 0) this.#status.ask();
  }

  /** Sources or devices may have changed. */
  sourcesChanged(): void {
    if (this.#streams.size > 0) this.#sources.ask();
  }

  level(level: EventData['level']): void {
    this.#send('level', JSON.stringify(level), this.#streams);
  }

  /** Ends all streams and takes no new ones. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#status.close();
    this.#sources.close();
    clearInterval(this.#pinging);
    for (const stream of this.#streams) stream.end();
  }

  #begin(): void {
    this.#lastStatus = '';
    this.#parts.meter(true);
    this.#pinging = setInterval(() => {
      for (const stream of this.#streams) stream.ping();
    }, PING_MS);
  }

  #forget(stream: EventStream): void {
    if (stream.isDropped)
      this.#parts.log.warn('a reader of events was too slow and is dropped', { address: stream.address });
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#pinging);
    if (!this.#closed) this.#parts.meter(false);
  }

  #sendStatus(): void {
    const status = JSON.stringify(this.#parts.status());
    if (status === this.#lastStatus) return;
    this.#lastStatus = status;
    this.#send('status', status, this.#streams);
  }

  async #sendSources(streams: Iterable<EventStream>): Promise<void> {
    try {
      this.#send('sources', JSON.stringify(await this.#parts.sources()), streams);
    } catch (error) {
      this.#parts.log.error('the sources could not be listed', { error: String(error) });
    }
  }

  #send(event: keyof EventData, data: string, streams: Iterable<EventStream>): void {
    for (const stream of streams) stream.send(event, data);
  }
}
