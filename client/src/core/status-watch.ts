/** Asks the server for its status again and again, one request at a time. */

import type { Status } from '../../../src/api.js';
import type { Server } from './server.js';

export interface StatusWatchHandlers {
  status(status: Status): void;
  /** No usable answer in time. */
  unanswered(): void;
}

export class StatusWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;

  constructor(
    private readonly server: Pick<Server, 'status'>,
    private readonly handlers: StatusWatchHandlers,
  ) {}

  /** Asks now and then every so many ms. What was asked before is dropped, so every answer is newer than this call. */
  every(ms: number): void {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    void this.#ask(abort.signal, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #ask(signal: AbortSignal, ms: number): Promise<void> {
    const status = await this.server.status(signal).catch(() => null);
    if (signal.aborted) return;
    // First the timer, then the handlers: they may stop this or change its pace.
    this.#timer = setTimeout(() => void this.#ask(signal, ms), ms);
    if (status) this.handlers.status(status);
    else this.handlers.unanswered();
  }
}
