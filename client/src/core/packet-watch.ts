/**
 * Watches whether sound keeps arriving. A killed engine says no goodbye and ICE
 * needs about 5 s to notice, so the packets themselves are counted. A pause is a
 * reason to ask the server; only a long one is a reason to give up, since silence
 * with DTX brings no more than a packet every 400 ms (RFC 7587 section 3.1.3).
 */

/** All in ms. */
const EVERY = 200;
/** While packets come densely; DTX's first pause also ends this, which costs one question. */
const QUIET_AFTER_DENSE = 200;
const QUIET_AFTER = 500;
const STALLED_AFTER = 5000;
/** Packets in one look from which on they come densely; 20 ms packets make 10. */
const DENSE = 3;
/** When the server cannot be asked either. */
const STALLED_AFTER_UNREACHABLE = 2000;

export interface PacketWatchHandlers {
  /** No packet for longer than one would expect. */
  quiet(): void;
  /** Packets arrive (again). */
  flowing(): void;
  /** Time to give up; said at every further look until stop(). */
  stalled(): void;
}

export class PacketWatch {
  /** Set by whoever asks the server for its status. */
  serverAnswers = true;
  #flowing = false;
  #quietAfter = QUIET_AFTER;
  #packets = 0;
  #progressAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    private readonly packetsReceived: () => Promise<number>,
    private readonly handlers: PacketWatchHandlers,
  ) {
    this.#schedule();
  }

  /** Whether the last packet is recent. */
  get isFlowing(): boolean {
    return this.#flowing;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#look(), EVERY);
  }

  async #look(): Promise<void> {
    // Statistics that cannot be read count as no progress.
    const packets = await this.packetsReceived().catch(() => this.#packets);
    if (this.#stopped) return;
    this.#schedule();
    if (packets !== this.#packets) this.#progress(packets);
    else this.#pause(performance.now() - this.#progressAt);
  }

  #progress(packets: number): void {
    this.#quietAfter = packets - this.#packets >= DENSE ? QUIET_AFTER_DENSE : QUIET_AFTER;
    this.#packets = packets;
    this.#progressAt = performance.now();
    if (this.#flowing) return;
    this.#flowing = true;
    this.handlers.flowing();
  }

  #pause(lasting: number): void {
    if (this.#flowing && lasting >= this.#quietAfter) {
      this.#flowing = false;
      this.handlers.quiet();
    }
    if (lasting >= (this.serverAnswers ? STALLED_AFTER : STALLED_AFTER_UNREACHABLE)) this.handlers.stalled();
  }
}
