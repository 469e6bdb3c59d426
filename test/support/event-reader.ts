import type { EventData, SourceLevels } from '../../src/api.js';

type AnyEventData = EventData & { levels: SourceLevels };

export interface ReadEvent {
  event: string;
  data: unknown;
}

/** Reads a stream of events as a page does, and keeps what came. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** Lines that begin with a colon. */
  readonly comments: string[] = [];
  /** Resolves when the server ended the stream, or the connection broke. */
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();
  #waiting: (() => void)[] = [];

  private constructor(response: Response, stop: AbortController) {
    this.#stop = stop;
    this.ended = this.#read(response);
  }

  /** @param url of the server */
  static async open(url: string, path = '/api/events'): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(url + path, { signal: stop.signal });
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    return new EventReader(response, stop);
  }

  all<E extends keyof AnyEventData>(name: E): AnyEventData[E][] {
    return this.events.filter(({ event }) => event === name).map(({ data }) => data as AnyEventData[E]);
  }

  /** The first event of this name, from the given place in `events` on, that is as wished. */
  async until<E extends keyof AnyEventData>(
    name: E,
    wish: (data: AnyEventData[E]) => boolean = () => true,
    { from = 0, timeoutMs = 5000 } = {},
  ): Promise<AnyEventData[E]> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = this.events
        .slice(from)
        .find(({ event, data }) => event === name && wish(data as AnyEventData[E]));
      if (found) return found.data as AnyEventData[E];
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`no such "${name}" among ${this.events.length} events`);
      await this.#more(left);
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async #more(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #read(response: Response): Promise<void> {
    let text = '';
    try {
      const decoder = new TextDecoder();
      for await (const bytes of response.body as ReadableStream<Uint8Array>) {
        const chunk = decoder.decode(bytes, { stream: true });
        const blocks = (text + chunk).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
        for (const resolve of this.#waiting.splice(0)) resolve();
      }
    } catch {
      // Ended by close(), or by a server that dropped it.
    }
  }

  #take(block: string): void {
    const fields = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line) ?? []);
    const valueOf = (name: string) => fields.find(([, field]) => field === name)?.[2];
    const [comment, event, data] = ['', 'event', 'data'].map(valueOf);
    if (comment !== undefined) this.comments.push(comment);
    if (event !== undefined && data !== undefined)
      this.events.push({ event, data: JSON.parse(data) as unknown });
  }
}
