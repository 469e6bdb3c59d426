import { Readable } from 'node:stream';

/** What one reader may leave unread, bytes; the system's own buffers come on top. */
const BACKLOG = 256 * 1024;

/** Server-sent events for one reader (HTML standard, section 9.2). One that does not read is dropped. */
export class EventStream extends Readable {
  /** Whether it was ended because its reader was too slow. */
  isDropped = false;
  #ended = false;

  constructor(
    /** Of the reader. */
    readonly address: string,
    private readonly backlog = BACKLOG,
  ) {
    super({ highWaterMark: backlog });
  }

  /** @param data JSON, which has no line breaks */
  send(event: string, data: string): void {
    this.#write(`event: ${event}\ndata: ${data}\n\n`);
  }

  /** Shows proxies and the reader that the connection stands. */
  ping(): void {
    this.#write(': ping\n\n');
  }

  /** Tells the reader how long to wait before it connects again, ms. */
  retryAfter(ms: number): void {
    this.#write(`retry: ${ms}\n\n`);
  }

  end(): void {
    if (this.#ended || this.destroyed) return;
    this.#ended = true;
    this.push(null);
  }

  override _read(): void {
    // Events come when they come.
  }

  #write(text: string): void {
    if (this.#ended || this.destroyed) return;
    if (this.readableLength + text.length <= this.backlog) {
      this.push(text);
    } else {
      this.isDropped = true;
      this.destroy();
    }
  }
}
