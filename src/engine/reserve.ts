import type { Logger } from '../log/logger.js';
import type { EngineProcess } from './process.js';
import type { EngineMethods } from './protocol.js';

/** Until the engine that runs has served its first listeners, who need the processor more, ms. */
const SETTLE_MS = 3000;
/** After one died by itself, ms. */
const AGAIN_MS = 30_000;
const PREPARE_TIMEOUT_MS = 30_000;

/** Keeps one more engine process prepared and idle, to take the place of the one that runs at once. */
export class Reserve {
  #process: EngineProcess | undefined;
  #isReady = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param params what the engine will be started with */
  constructor(
    private readonly make: () => EngineProcess,
    private readonly params: EngineMethods['start']['params'],
    private readonly log: Logger,
  ) {}

  /** Has one prepared a little later. Idempotent. */
  fill(afterMs = SETTLE_MS): void {
    if (this.#closed || this.#process) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#prepare(), afterMs);
  }

  /** The prepared process, which is the caller's from now on; undefined: there is none just now. */
  take(): EngineProcess | undefined {
    clearTimeout(this.#timer);
    const child = this.#process;
    if (!child) return undefined;
    this.#process = undefined;
    child.off('exit', this.#onExit);
    if (this.#isReady) return child;
    // One that is still being prepared would only take the processor from the one that is needed.
    child.kill();
    return undefined;
  }

  /** Idempotent. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    this.#process = undefined;
    await child?.stop(graceMs);
  }

  readonly #onExit = (reason: string) => {
    this.#process = undefined;
    this.log.debug('the engine in reserve ended', { reason });
    this.fill(AGAIN_MS);
  };

  async #prepare(): Promise<void> {
    const child = this.make();
    this.#process = child;
    this.#isReady = false;
    child.once('exit', this.#onExit);
    try {
      await child.request('prepare', this.params, PREPARE_TIMEOUT_MS);
      this.#isReady = true;
      this.log.debug('an engine is in reserve', { pid: child.pid });
    } catch (error) {
      this.log.debug('the engine in reserve could not be prepared', { error: String(error) });
      child.kill();
    }
  }
}
