import { AppError } from '../errors.js';
import type { EngineProcess } from './process.js';

const INTERVAL_MS = 1000;
/** Longer than a hung sound server blocks the engine while its sound goes on. */
const PATIENCE_MS = 10_000;

/** Asks an engine process for a sign of life again and again, one question at a time. */
export class Heartbeat {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param onHang called at most once: it did not answer for 10 s */
  constructor(
    private readonly child: Pick<EngineProcess, 'request'>,
    private readonly onHang: () => void,
  ) {
    this.#schedule();
  }

  /** Idempotent. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#ask(), INTERVAL_MS);
  }

  async #ask(): Promise<void> {
    try {
      await this.child.request('ping', null, PATIENCE_MS);
    } catch (error) {
      // A process that ended is somebody else's business.
      const isHung = error instanceof AppError && error.code === 'engine-timeout';
      if (isHung && !this.#stopped) this.onHang();
      return;
    }
    if (!this.#stopped) this.#schedule();
  }
}
