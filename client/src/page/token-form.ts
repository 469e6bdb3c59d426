/** Asks for the token in one calm field. */

import { element } from './element.js';

export class TokenForm {
  readonly #form = element('token', HTMLFormElement);
  readonly #field = element('token-value', HTMLInputElement);

  /** @param onToken called with what was entered */
  constructor(onToken: (token: string) => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      onToken(this.#field.value);
      this.#field.value = '';
    });
  }

  show(isNeeded: boolean): void {
    if (this.#form.hidden === !isNeeded) return;
    this.#form.hidden = !isNeeded;
    if (isNeeded) this.#field.focus();
  }
}
