import type { Config } from '../config/types.js';
import { suggestion } from '../config/nearest.js';
import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import type { FilterDefinition } from '../pipelines/definition.js';
import type { Values } from '../pipelines/resolve.js';
import { refuseMissing } from '../sources/missing-elements.js';
import { chosenValues } from './chosen-values.js';

export interface ChosenFilters {
  /** Names of those that are on from the start. */
  enabled: string[];
  /** What was chosen for their parameters, also of those that are off. */
  values: Record<string, Values>;
}

/**
 * The filters of `--filters`, and how `--filter-params` sets them.
 * @throws AppError `unknown-filter`, `invalid-pipeline`, `missing-elements`, `invalid-config`
 */
export function chooseFilters(
  { filters: list, parameters }: Config['processing'],
  catalog: Pick<Catalog, 'filters' | 'problems'>,
  missingElements: readonly string[],
): ChosenFilters {
  const enabled = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of enabled) {
    refuseMissing(`Filter "${name}"`, findFilter('--filters', name, catalog).requires, missingElements);
  }
  const values = Object.entries(parameters).map(([name, given]) => {
    const filter = findFilter('--filter-params', name, catalog);
    return [name, chosenValues('--filter-params', `filter "${name}"`, filter.parameters, given)] as const;
  });
  return { enabled, values: Object.fromEntries(values) };
}

function findFilter(
  option: string,
  name: string,
  { filters, problems }: Pick<Catalog, 'filters' | 'problems'>,
): FilterDefinition {
  const filter = filters.find((known) => known.name === name);
  if (filter) return filter;
  const problem = problems.get(`filters/${name}`);
  if (problem) throw problem;
  const names = filters.map((other) => other.name);
  const hint = suggestion(name, names) || '.';
  throw new AppError(
    'unknown-filter',
    `There is no filter "${name}" for ${option}${hint} There are: ${names.join(', ') || 'none'}.`,
  );
}
