import type { ListedParameter } from '../../../src/api.js';

/** What a source's or filter's parameter is called on the page: its name in words, and what it says of itself. */
export function parameterLabel({ name, description }: Pick<ListedParameter, 'name' | 'description'>): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return description === '' ? label : `${label} (${description})`;
}
