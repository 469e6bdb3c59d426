const FIRST_MS = 100;
const LONGEST_MS = 500;

/** When to try again what failed: soon at first, then less often. */
export class BackOff {
  #delay = 0;
  #dueAt = 0;

  /** The next try may come at once, as if there had been none. */
  reset(): void {
    this.#delay = 0;
    this.#dueAt = 0;
  }

  failed(): void {
    this.#delay = Math.min(Math.max(this.#delay * 2, FIRST_MS), LONGEST_MS);
    this.#dueAt = Date.now() + this.#delay;
  }

  get isDue(): boolean {
    return Date.now() >= this.#dueAt;
  }
}
