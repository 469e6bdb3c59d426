/** All in ms. */
const WINDOW = 60_000;
const BACK_OFF = 50;
const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 300_000;

/** Deaths within a minute after which restarting is given up for a while. */
export const TOO_MANY_DEATHS = 5;

export interface Restart {
  /** Until the next try, ms. */
  delay: number;
  /** It dies all the time: the next try is a careful one after a long pause. */
  isBroken: boolean;
}

/**
 * When an engine that died is started again: at once, then ever later, and after five deaths in a minute
 * only after a pause. One more death within a minute of the try that ends a pause makes it twice as long.
 */
export class RestartPolicy {
  #deaths: number[] = [];
  /** The last one's length; 0 when all is well. */
  #pause = 0;

  /** @param now ms @param aliveFor how long the engine lived, ms */
  died(now: number, aliveFor: number): Restart {
    if (aliveFor >= WINDOW) this.#pause = 0;
    if (this.#pause > 0) return this.#give(this.#pause * 2);
    this.#deaths = [...this.#deaths.filter((at) => now - at < WINDOW), now];
    const count = this.#deaths.length;
    if (count >= TOO_MANY_DEATHS) return this.#give(FIRST_PAUSE);
    return { delay: count === 1 ? 0 : BACK_OFF * 2 ** count, isBroken: false };
  }

  #give(pause: number): Restart {
    this.#deaths = [];
    this.#pause = Math.min(pause, LONGEST_PAUSE);
    return { delay: this.#pause, isBroken: true };
  }
}
