/** Secrets of sessions that ended without their client's word, so that it can be answered once more; the oldest are forgotten. */
export class RecentSecrets {
  readonly #secrets = new Set<string>();

  constructor(private readonly limit: number) {}

  add(secret: string): void {
    this.#secrets.add(secret);
    const [oldest] = this.#secrets;
    if (this.#secrets.size > this.limit && oldest !== undefined) this.#secrets.delete(oldest);
  }

  /** Whether it is remembered; not any more after this. */
  take(secret: string): boolean {
    return this.#secrets.delete(secret);
  }
}
