/** The words of the language that is spoken. */

import { de } from './de.js';
import { en, type FixedText, type Texts } from './en.js';
import { language } from './language.js';

const all = { en, de };

export function texts(): Texts {
  return all[language()];
}

export function fixed(name: FixedText): string {
  return texts().fixed[name];
}
