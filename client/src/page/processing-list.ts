/** The chain of filters, to be switched and set. */

import type { FilterStatus, ProcessingRequest } from '../../../src/api.js';
import { parameterLabel } from '../core/parameter-label.js';
import { made } from './element.js';
import { parameterField, switchField } from './parameter-field.js';
import { replaceContent } from './replace-content.js';

type Parameter = FilterStatus['parameters'][number];

export class ProcessingList {
  #shown = '';

  constructor(
    private readonly host: HTMLElement,
    private readonly change: (request: ProcessingRequest) => void,
  ) {}

  show(filters: readonly FilterStatus[]): void {
    const content = JSON.stringify(filters);
    if (content === this.#shown) return;
    this.#shown = content;
    replaceContent(
      this.host,
      filters.map((filter) => this.#item(filter)),
    );
  }

  /** The next list is shown even if nothing of it changed. */
  forget(): void {
    this.#shown = '';
  }

  #item({ name, title, enabled, parameters, problem }: FilterStatus): HTMLElement {
    const item = made('div', '', 'filter-item');
    item.append(
      switchField(enabled, {
        id: `filter-${name}`,
        label: title,
        set: (isOn) => this.change({ [name]: { enabled: isOn } }),
        // One that failed can still be switched off.
        isDisabled: problem !== undefined && !enabled,
      }),
    );
    if (problem !== undefined) item.append(made('p', problem, 'hint'));
    else if (enabled) item.append(...parameters.map((parameter) => this.#parameter(name, parameter)));
    return item;
  }

  #parameter(filter: string, parameter: Parameter): HTMLElement {
    const { name } = parameter;
    return parameterField(parameter, {
      id: `filter-${filter}-${name}`,
      label: parameterLabel(parameter),
      set: (value) => this.change({ [filter]: { parameters: { [name]: value ?? parameter.default } } }),
    });
  }
}
