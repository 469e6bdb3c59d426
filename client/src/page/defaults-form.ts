/** What new listeners get, to be seen and set. */

import type { DefaultsRequest, ListedDefault } from '../../../src/api.js';
import { parameterLabel } from '../core/parameter-label.js';
import { texts } from '../texts/texts.js';
import { element, write } from './element.js';
import { parameterField } from './parameter-field.js';
import { replaceContent } from './replace-content.js';

export class DefaultsForm {
  readonly #group = element('new-listeners', HTMLDetailsElement);
  readonly #host = element('defaults', HTMLElement);
  readonly #keep = element('keep-defaults', HTMLElement);
  #list: readonly ListedDefault[] = [];

  /**
   * @param look asks for the list, which is then shown
   * @param change asks for another value, as above
   */
  constructor(
    look: () => void,
    private readonly change: (request: DefaultsRequest) => void,
  ) {
    this.#group.addEventListener('toggle', () => {
      if (this.#group.open) look();
    });
  }

  show(list: readonly ListedDefault[]): void {
    this.#list = list;
    this.translate();
  }

  /** Writes everything anew, as it is and in the language that is spoken now. */
  translate(): void {
    replaceContent(
      this.#host,
      this.#list.map((each) => this.#field(each)),
    );
    const options = this.#list.flatMap(optionsOf);
    write(this.#keep, options.join(' '));
    this.#keep.hidden = options.length === 0;
  }

  #field(setting: ListedDefault): HTMLElement {
    const { name, description } = setting;
    return parameterField(setting, {
      id: `default-${name}`,
      label: texts().settingName(name) ?? parameterLabel({ name, description }),
      nameOf: (value) => texts().settingValue(name, value),
      set: (value) => this.change({ [name]: value }),
    });
  }
}

/** What a start needs to be told to give new listeners the same. */
function optionsOf({ name, default: preset, value }: ListedDefault): string[] {
  if (value === preset) return [];
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  return [`--${name} ${String(value)}`];
}
