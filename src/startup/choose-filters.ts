import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import { refuseMissing } from '../sources/missing-elements.js';

/**
 * The filters that are on from the start, out of the comma-separated list of `--filters`.
 * @throws AppError `unknown-filter`, `invalid-pipeline`, `missing-elements`
 */
export function chooseFilters(
  list: string,
  { filters, problems }: Pick<Catalog, 'filters' | 'problems'>,
  missingElements: readonly string[],
): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    const filter = filters.find((known) => known.name === name);
    if (filter) {
      refuseMissing(`Filter "${name}"`, filter.requires, missingElements);
      continue;
    }
    const problem = problems.get(`filters/${name}`);
    if (problem) throw problem;
    const known = filters.map((other) => other.name).join(', ') || 'none';
    throw new AppError('unknown-filter', `There is no filter "${name}" for --filters. There are: ${known}.`);
  }
  return names;
}
