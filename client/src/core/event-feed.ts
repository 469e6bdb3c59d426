/**
 * Reads the server's events for as long as it is wanted, and comes back by itself.
 * What it tells is news, not truth: an event may be older than what was just asked.
 */

import type { EventData } from '../../../src/api.js';
import { retryDelay } from './retry-delay.js';
import type { Server } from './server.js';
import { SseParser } from './sse-parser.js';
import { Trouble } from './trouble.js';

/** ms without a byte; the server says something every 15 s. */
const SILENT_LIMIT = 25_000;
/** The same on waking, when the time asleep counts: levels come 20 times a second. */
const STALE_AFTER = 2000;

export type FeedEvent<Events = EventData> = {
  [Name in keyof Events]: { name: Name; data: Events[Name] };
}[keyof Events];

/** A stream of the server: how to get it, and the events in it that matter. */
export interface FeedSource<Events> {
  /** @throws Trouble where there is none */
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  names: readonly (keyof Events & string)[];
}

export interface EventFeedHandlers<Events> {
  event(event: FeedEvent<Events>): void;
  /** The stream stands (again). */
  opened(): void;
  /** It broke or could not be had; it is tried again unless `trouble.retry` is false. */
  lost(trouble: Trouble): void;
}

/** All that `GET /api/events` tells. */
export function allEvents(server: Pick<Server, 'events'>): FeedSource<EventData> {
  return { open: (signal) => server.events(signal), names: ['status', 'level', 'sources'] };
}

export class EventFeed<Events = EventData> {
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #heardAt = 0;
  #isLive = false;

  constructor(
    private readonly source: FeedSource<Events>,
    private readonly random: () => number,
    private readonly handlers: EventFeedHandlers<Events>,
  ) {}

  /** Whether events come at present. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Does nothing where it runs. */
  start(): void {
    if (this.#abort) return;
    this.#failures = 0;
    this.#open();
  }

  /** Idempotent. */
  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#abort?.abort();
    this.#abort = null;
    this.#isLive = false;
  }

  /** Circumstances have changed: an old stream may be dead, and a pause may be over. */
  wake(): void {
    if (!this.#abort) return;
    if (this.#isLive && performance.now() - this.#heardAt < STALE_AFTER) return;
    this.stop();
    this.start();
  }

  #open(): void {
    const abort = new AbortController();
    this.#abort = abort;
    this.#read(abort.signal).then(
      () => this.#lose(abort, new Trouble('unreachable')),
      (error: unknown) => this.#lose(abort, error instanceof Trouble ? error : new Trouble('unreachable')),
    );
  }

  async #read(signal: AbortSignal): Promise<void> {
    this.#heard();
    const stream = await this.source.open(signal);
    if (signal.aborted) return;
    this.#isLive = true;
    this.handlers.opened();
    const parser = new SseParser();
    const decoder = new TextDecoder();
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      this.#heard();
      this.#failures = 0;
      for (const { name, data } of parser.push(decoder.decode(value, { stream: true }))) {
        if ((this.source.names as readonly string[]).includes(name))
          this.handlers.event({ name, data: JSON.parse(data) as unknown } as FeedEvent<Events>);
      }
    }
  }

  #heard(): void {
    this.#heardAt = performance.now();
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.stop();
      this.start();
    }, SILENT_LIMIT);
  }

  #lose(abort: AbortController, trouble: Trouble): void {
    if (abort !== this.#abort) return;
    clearTimeout(this.#watchdog);
    abort.abort();
    this.#isLive = false;
    if (trouble.retry) {
      const pause = Math.max(retryDelay(this.#failures++, this.random()), trouble.retryAfterMs ?? 0);
      this.#timer = setTimeout(() => this.#open(), pause);
    } else {
      this.#abort = null;
    }
    this.handlers.lost(trouble);
  }
}
