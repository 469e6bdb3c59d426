/** From what people write to typed values: the same rules for command line, environment and file. */

import { type Format } from './options.js';
import { areParameters, parametersFromText } from './parameters.js';
import type { Parameters } from './types.js';

export type Value = string | number | boolean | null | Parameters | Readonly<Record<string, Parameters>>;

const WORDS = new Map([
  ...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
]);

/** @returns undefined when the text does not fit */
export function fromText(format: Format, text: string): Value | undefined {
  switch (format.type) {
    case 'text':
      return fits(format, text) ? text : undefined;
    case 'boolean':
      return WORDS.get(text.trim().toLowerCase());
    case 'integer':
      if (format.nullable && text.trim() === '') return null;
      return /^\s*\d{1,12}\s*$/.test(text) && fits(format, Number(text)) ? Number(text) : undefined;
    case 'choice':
      return format.values.find((value) => String(value) === text.trim());
    case 'parameters':
      return parametersFromText(format.of, text);
  }
}

/** @returns undefined when the value, as YAML has it, does not fit */
export function fromYaml(format: Format, value: unknown): Value | undefined {
  if (format.type === 'parameters' && (typeof value === 'string' || value === null))
    return fromText(format, value ?? '');
  // A device's number is a text here, and nobody puts it in quotes.
  const meant = format.type === 'text' && Number.isSafeInteger(value) ? String(value) : value;
  return fits(format, meant) ? meant : undefined;
}

/** Whether a value is one of the format's. */
export function fits(format: Format, value: unknown): value is Value {
  switch (format.type) {
    case 'text':
      return typeof value === 'string' && !(format.required && value.trim() === '');
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      if (value === null) return format.nullable === true;
      return (
        Number.isInteger(value) && (value as number) >= format.minimum && (value as number) <= format.maximum
      );
    case 'choice':
      return format.values.includes(value as string | number);
    case 'parameters':
      return areParameters(format.of, value);
  }
}
