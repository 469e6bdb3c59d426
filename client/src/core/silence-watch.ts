/** Notices that it plays and nothing is heard, so that the page can say why without being asked. */

/** dBFS; below this nobody hears anything. */
const AUDIBLE = -80;
/** s of silence that is worth a word. */
const PATIENCE = 4;
/** s until it is looked into again: the reason may have changed. */
const AGAIN = 10;

export class SilenceWatch {
  #silentFor = 0;
  #sinceAsked = Infinity;

  constructor(
    private readonly handlers: {
      /** Time to look into it. */
      silent(): void;
      /** It is heard (again). */
      heard(): void;
    },
  ) {}

  /**
   * @param peak what was decoded lately, dBFS; null: it cannot be read
   * @param seconds since the last call
   */
  push(peak: number | null, seconds: number): void {
    if (peak === null || peak > AUDIBLE) {
      if (this.#silentFor >= PATIENCE) this.handlers.heard();
      this.reset();
      return;
    }
    this.#silentFor += seconds;
    this.#sinceAsked += seconds;
    if (this.#silentFor < PATIENCE || this.#sinceAsked < AGAIN) return;
    this.#sinceAsked = 0;
    this.handlers.silent();
  }

  reset(): void {
    this.#silentFor = 0;
    this.#sinceAsked = Infinity;
  }
}
