import type { EventData } from '../../src/api.js';

export interface ReadEvent {
  event: string;
  data: unknown;
}

/** Reads `GET /api/events` as a page does, and keeps what came. */
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
  static async open(url: string): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(`${url}/api/events`, { signal: stop.signal });
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    return new EventReader(response, stop);
  }

  all<E extends keyof EventData>(name: E): EventData[E][] {
    return this.events.filter(({ event }) => event === name).map(({ data }) => data as EventData[E]);
  }

  /** The first event of this name, from the given place in `events` on, that is as wished. */
  async until<E extends keyof EventData>(
    name: E,
    wish: (data: EventData[E]) => boolean = () => true,
    { from = 0, timeoutMs = 5000 } = {},
  ): Promise<EventData[E]> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = this.events
        .slice(from)
        .find(({ event, data }) => event === name && wish(data as EventData[E]));
      if (found) return found.data as EventData[E];
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
