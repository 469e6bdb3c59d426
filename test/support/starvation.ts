const STEP_MS = 10;
/** A timer is never quite on time; below this it is no sign of a busy machine. */
const NOTICED_MS = 10;

/**
 * How long this process could not run though it wanted to: on a busy machine that
 * is no delay of the program under test, which has to share the same processors.
 */
export class Starvation {
  readonly #delays: { at: number; ms: number }[] = [];
  #last = performance.now();
  readonly #timer = setInterval(() => {
    const now = performance.now();
    const ms = now - this.#last - STEP_MS;
    if (ms > NOTICED_MS) this.#delays.push({ at: now, ms });
    this.#last = now;
  }, STEP_MS);

  /** All of it between two points in time, ms. */
  between(from: number, to = Infinity): number {
    return this.#within(from, to).reduce((sum, ms) => sum + ms, 0);
  }

  /** The longest at once, ms. */
  longest(): number {
    return Math.max(0, ...this.#within(0, Infinity));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #within(from: number, to: number): number[] {
    return this.#delays.filter(({ at }) => at >= from && at <= to).map(({ ms }) => ms);
  }
}
