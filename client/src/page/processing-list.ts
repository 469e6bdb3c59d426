/** The chain of filters, to be switched and set. */

import type { FilterStatus, ProcessingRequest } from '../../../src/api.js';
import { made } from './element.js';

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
    const focused = this.host.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.host.replaceChildren(...filters.map((filter) => this.#item(filter)));
    if (focused) document.getElementById(focused)?.focus();
  }

  /** The next list is shown even if nothing of it changed. */
  forget(): void {
    this.#shown = '';
  }

  #item({ name, title, enabled, parameters, problem }: FilterStatus): HTMLElement {
    const item = made('div', '', 'filter-item');
    const label = made('label', '', 'switch');
    const box = made('input');
    box.type = 'checkbox';
    box.id = `filter-${name}`;
    box.setAttribute('role', 'switch');
    box.checked = enabled;
    // One that failed can still be switched off.
    box.disabled = problem !== undefined && !enabled;
    box.addEventListener('change', () => this.change({ [name]: { enabled: box.checked } }));
    label.append(box, made('span', title));
    item.append(label);
    if (problem !== undefined) item.append(made('p', problem, 'hint'));
    else if (enabled) item.append(...parameters.map((parameter) => this.#parameter(name, parameter)));
    return item;
  }

  #parameter(filter: string, { name, type, description, value, minimum, maximum }: Parameter): HTMLElement {
    const label = made('label', '', 'field');
    const input = made('input');
    input.id = `filter-${filter}-${name}`;
    const set = (value: string | number | boolean) =>
      this.change({ [filter]: { parameters: { [name]: value } } });
    if (type === 'boolean') {
      input.type = 'checkbox';
      input.checked = value === true;
      input.addEventListener('change', () => set(input.checked));
    } else {
      const isNumber = type !== 'string';
      input.type = isNumber ? 'number' : 'text';
      input.value = String(value);
      if (isNumber) input.step = type === 'integer' ? '1' : 'any';
      if (minimum !== undefined) input.min = String(minimum);
      if (maximum !== undefined) input.max = String(maximum);
      input.addEventListener('change', () => {
        if (input.reportValidity()) set(isNumber ? input.valueAsNumber : input.value);
      });
    }
    label.append(made('span', `${name} (${description})`), input);
    return label;
  }
}
