/**
 * Things that several users share by key: made for the first user, closed a
 * grace time after the last, so that a reloaded page finds them still warm.
 */
export class Shared<T extends { close(): void }> {
  readonly #entries = new Map<string, { value: T; users: number; closing: NodeJS.Timeout | undefined }>();

  constructor(
    private readonly graceMs: number,
    private readonly onClosed: () => void = () => undefined,
  ) {}

  /** @returns the value, and the function that gives it back; calling it twice does nothing more */
  acquire(key: string, make: () => T): [T, () => void] {
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { value: make(), users: 0, closing: undefined };
      this.#entries.set(key, entry);
    }
    clearTimeout(entry.closing);
    entry.closing = undefined;
    entry.users += 1;
    const taken = entry;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      taken.users -= 1;
      if (taken.users > 0 || this.#entries.get(key) !== taken) return;
      taken.closing = setTimeout(() => this.#close(key), this.graceMs);
    };
    return [entry.value, release];
  }

  values(): T[] {
    return [...this.#entries.values()].map(({ value }) => value);
  }

  /** Closes what matches at once, users or not. */
  drop(matches: (value: T) => boolean): void {
    for (const [key, { value }] of [...this.#entries]) if (matches(value)) this.#close(key);
  }

  close(): void {
    for (const key of [...this.#entries.keys()]) this.#close(key);
  }

  #close(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    clearTimeout(entry.closing);
    entry.value.close();
    this.onClosed();
  }
}
