import { AppError } from '../../errors.js';
import type { Logger } from '../../log/logger.js';
import { EventStream } from './event-stream.js';
import type { StreamPlaces } from './stream-places.js';

const PING_MS = 15_000;
/** A reader whose connection broke comes back after this, ms. */
const RETRY_MS = 1000;

export interface ReadersParts {
  places: StreamPlaces;
  log: Logger;
  /** The first one is here, or the last one is gone. */
  onWanted: (isWanted: boolean) => void;
}

/** Everybody who reads one kind of events. */
export class Readers {
  readonly #parts: ReadersParts;
  readonly #streams = new Set<EventStream>();
  #pinging: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: ReadersParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#streams.size;
  }

  /**
   * A stream for one more reader.
   * @throws AppError `too-many-streams`, `engine-unavailable` when all is ending
   */
  open(address: string): EventStream {
    if (this.#closed) throw new AppError('engine-unavailable', 'Earshot is stopping.');
    const stream = new EventStream(address);
    this.#parts.places.take(stream);
    stream.retryAfter(RETRY_MS);
    stream.once('close', () => this.#forget(stream));
    this.#streams.add(stream);
    if (this.#streams.size === 1) this.#begin();
    return stream;
  }

  /** To everybody. @param data JSON */
  send(event: string, data: string): void {
    for (const stream of this.#streams) stream.send(event, data);
  }

  /** Ends all streams and takes no new ones. Idempotent. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#pinging);
    for (const stream of this.#streams) stream.end();
  }

  #begin(): void {
    this.#parts.onWanted(true);
    this.#pinging = setInterval(() => {
      for (const stream of this.#streams) stream.ping();
    }, PING_MS);
  }

  #forget(stream: EventStream): void {
    const { log, onWanted } = this.#parts;
    const { address } = stream;
    if (stream.isDropped) log.warn('a reader of events was too slow and is dropped', { address });
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#pinging);
    if (!this.#closed) onWanted(false);
  }
}
