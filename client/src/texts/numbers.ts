/** Numbers as both languages write them. */

import { language } from './language.js';

/** dBFS; below this nobody hears anything, whatever the volume. */
export const INAUDIBLE = -90;

/** With the language's own decimal sign, and no zeros at the end. */
export function decimal(value: number, digits: number): string {
  return value.toLocaleString(language(), { maximumFractionDigits: digits, useGrouping: false });
}

/** A typographic minus, and no minus before a zero. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString(language(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}
