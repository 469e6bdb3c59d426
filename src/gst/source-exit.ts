import { Gst, type Message } from './gi.js';
import type { SourceBin } from './source-bin.js';
import type { SoundServer } from './source-obstacle.js';

/** So long a server may take to connect a stream before that is given up, ms. */
const CONNECT_MS = 1000;

/** Sources on their way out: they fade, and end as soon as nothing blocks that. */
export class SourceExit {
  readonly #fading = new Set<SourceBin>();
  /** Muted and given up, but their end would block until the server answers. By when they came. */
  readonly #stuck = new Map<SourceBin, number>();

  constructor(
    private readonly server: SoundServer,
    /** Elements were removed: their wrappers should be collected. */
    private readonly onGarbage: () => void,
  ) {}

  /** Whether nobody is left to go. */
  get isDone(): boolean {
    return this.#fading.size === 0 && this.#stuck.size === 0;
  }

  /** Those that are still heard. */
  get fading(): SourceBin[] {
    return [...this.#fading];
  }

  fade(bin: SourceBin): void {
    this.#fading.add(bin);
    bin.fadeOut(() => this.end(bin));
  }

  /** At once, or unheard for now. */
  end(bin: SourceBin): void {
    this.#fading.delete(bin);
    if (bin.captures.any && (this.server.isHung || bin.isConnecting)) {
      bin.mute();
      if (!this.#stuck.has(bin)) this.#stuck.set(bin, Date.now());
      return;
    }
    this.#stuck.delete(bin);
    bin.close();
    this.onGarbage();
  }

  /** @returns whether the message was about one whose end is blocked; after an error it is blocked no more */
  handle(message: Message): boolean {
    const owner = [...this.#stuck.keys()].find((bin) => bin.owns(message));
    if (owner && message.type === Gst.MessageType.ERROR) owner.hasFailed = true;
    return owner !== undefined;
  }

  /** Tries again what was blocked. */
  retry(): void {
    for (const [bin, since] of this.#stuck) {
      if (!this.server.isHung && bin.isConnecting && Date.now() - since > CONNECT_MS) {
        this.#stuck.set(bin, Date.now());
        this.server.endUnconnected();
      }
      this.end(bin);
    }
  }

  close(): void {
    for (const bin of [...this.#fading, ...this.#stuck.keys()]) bin.close();
  }
}
