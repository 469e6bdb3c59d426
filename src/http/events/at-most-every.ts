/** Runs an action at once when asked to, and then no more often than this; the last request is never lost. */
export class AtMostEvery {
  #timer: NodeJS.Timeout | undefined;
  #again = false;

  constructor(
    private readonly intervalMs: number,
    private readonly action: () => void,
  ) {}

  ask(): void {
    if (this.#timer) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#again) this.ask();
    }, this.intervalMs);
    this.action();
  }

  /** Forgets what was asked for. Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }
}
