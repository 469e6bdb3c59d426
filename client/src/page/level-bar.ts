/** How loud something is, as a bar on the scale of the meters; told in words to whoever has the screen read. */

import { position, SCALE_BOTTOM } from '../core/meter-math.js';
import { texts } from '../texts/texts.js';
import { made } from './element.js';

/** ms */
const SPOKEN_EVERY = 1000;

export class LevelBar {
  readonly element = made('span', '', 'level-bar');
  readonly #fill = made('span');
  #spokenAt = -Infinity;
  #place = '';

  /** @param of whose level it is */
  constructor(of: string) {
    this.element.setAttribute('role', 'meter');
    this.element.setAttribute('aria-label', texts().levelOf(of));
    this.element.setAttribute('aria-valuemin', String(SCALE_BOTTOM));
    this.element.setAttribute('aria-valuemax', '0');
    this.element.append(this.#fill);
    this.show(null, -Infinity);
  }

  /**
   * @param peak dBFS; null: not known
   * @param now ms, of the same clock each time
   */
  show(peak: number | null, now: number): void {
    const share = peak === null ? 0 : position(peak);
    const place = `scaleX(${share.toFixed(3)})`;
    if (place !== this.#place) this.#fill.style.transform = this.#place = place;
    this.element.classList.toggle('is-unknown', peak === null);
    if (now - this.#spokenAt < SPOKEN_EVERY) return;
    this.#spokenAt = now;
    this.element.setAttribute('aria-valuenow', String(Math.round(SCALE_BOTTOM * (1 - share))));
    this.element.setAttribute('aria-valuetext', peak === null ? texts().unknown : texts().level(peak));
  }
}
