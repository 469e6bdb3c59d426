import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

interface BudgetOptions {
  /** What each key has. */
  points: number;
  /** The time it has them for. */
  seconds: number;
  /** Called with the first request in that time that finds nothing left. */
  onExhausted?: (key: string) => void;
}

/** So much of something in so much time, for each key. */
export class Budget {
  readonly #options: BudgetOptions;
  readonly #limiter: RateLimiterMemory;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#limiter = new RateLimiterMemory({ points: options.points, duration: options.seconds });
  }

  /** Takes one. @returns seconds to wait where nothing is left, else 0 */
  async take(key: string): Promise<number> {
    try {
      await this.#limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const { points, onExhausted } = this.#options;
      if (refusal.consumedPoints === points + 1) onExhausted?.(key);
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  }

  /** Puts one back that was taken. */
  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }
}
