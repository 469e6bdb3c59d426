/** A reloaded page comes back within this. */
const GRACE_MS = 10_000;

/** Whether anybody listens: from the first listener until a grace time after the last. */
export class Demand {
  readonly #listeners = new Set<object>();
  #ending: NodeJS.Timeout | undefined;

  constructor(
    private readonly onChange: (isWanted: boolean) => void,
    private readonly graceMs = GRACE_MS,
  ) {}

  add(listener: object): void {
    this.#listeners.add(listener);
    clearTimeout(this.#ending);
    this.#ending = undefined;
    this.onChange(true);
  }

  remove(listener: object): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.onChange(false), this.graceMs);
  }

  /** Wanted for ever, listeners or not. */
  keepAlive(): void {
    this.add(this);
  }

  close(): void {
    clearTimeout(this.#ending);
  }
}
