/** Writes the texts that stand in fixed places of the page, in the language that is spoken. */

import type { FixedText } from '../texts/en.js';
import { language } from '../texts/language.js';
import { fixed } from '../texts/texts.js';

export function writeFixedTexts(): void {
  document.documentElement.lang = language();
  for (const place of document.querySelectorAll<HTMLElement>('[data-text]')) {
    place.textContent = fixed(place.dataset.text as FixedText);
  }
}
