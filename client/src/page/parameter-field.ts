/** A field for a value that the server describes: of a source, a filter, or what new listeners get. */

import type { ListedParameter } from '../../../src/api.js';
import { texts } from '../texts/texts.js';
import { made } from './element.js';
import { isWritten } from './replace-content.js';

type Value = string | number | boolean | null;

export interface FieldParameter extends Pick<ListedParameter, 'type' | 'minimum' | 'maximum' | 'enum'> {
  value: Value;
  /** An empty field is null. */
  nullable?: true;
}

interface FieldOptions {
  /** Of its own in the document. */
  id: string;
  label: string;
  /** Called with each value that fits. */
  set: (value: Value) => void;
  /** What a choice is called. */
  nameOf?: (value: Value) => string;
}

interface SwitchOptions {
  id: string;
  label: string;
  set: (isOn: boolean) => void;
  isDisabled?: boolean;
}

export function parameterField(parameter: FieldParameter, options: FieldOptions): HTMLElement {
  if (parameter.type === 'boolean') return switchField(parameter.value === true, options);
  const label = made('label', '', 'field');
  const control = parameter.enum ? choice(parameter.enum, parameter, options) : entry(parameter, options);
  control.id = options.id;
  label.append(made('span', options.label), control);
  return label;
}

export function switchField(
  isOn: boolean,
  { id, label, set, isDisabled = false }: SwitchOptions,
): HTMLElement {
  const field = made('label', '', 'switch');
  const box = made('input');
  box.type = 'checkbox';
  box.id = id;
  box.setAttribute('role', 'switch');
  box.checked = isOn;
  box.disabled = isDisabled;
  box.addEventListener('change', () => set(box.checked));
  field.append(box, made('span', label));
  return field;
}

function choice(
  allowed: readonly (string | number | boolean)[],
  { value }: FieldParameter,
  { set, nameOf = String }: FieldOptions,
): HTMLSelectElement {
  const select = made('select');
  // Only an empty text may be set without being one of the choices: it leaves the matter to the source itself.
  const values = value !== null && allowed.includes(value) ? allowed : [value, ...allowed];
  select.append(
    ...values.map((each) => {
      const isChosen = each === value;
      const name = each === '' || each === null ? texts().byDefault : nameOf(each);
      return new Option(name, undefined, isChosen, isChosen);
    }),
  );
  select.addEventListener('change', () => set(values[select.selectedIndex] ?? ''));
  return select;
}

function entry(
  { type, value, minimum, maximum, nullable }: FieldParameter,
  { set }: FieldOptions,
): HTMLInputElement {
  const input = made('input');
  const isNumber = type !== 'string';
  input.type = isNumber ? 'number' : 'text';
  input.defaultValue = String(value ?? '');
  if (isNumber) {
    input.step = type === 'integer' ? '1' : 'any';
    input.required = nullable !== true;
  }
  if (minimum !== undefined) input.min = String(minimum);
  if (maximum !== undefined) input.max = String(maximum);
  const take = (fits: boolean) => {
    if (!isWritten(input) || !fits) return;
    // What is asked for is no more in the making: should it be refused, the old value is shown again.
    input.defaultValue = input.value;
    if (!isNumber) set(input.value);
    else set(input.value === '' ? null : input.valueAsNumber);
  };
  input.addEventListener('change', () => take(input.reportValidity()));
  // One that was exchanged while somebody wrote in it has no change of its own to tell. No report: whoever leaves may go.
  input.addEventListener('blur', () => take(input.checkValidity()));
  return input;
}
