import { AppError } from '../errors.js';
import type { Sources } from '../pipelines/catalog.js';
import type { SourceDefinition } from '../pipelines/definition.js';

/** @throws AppError `unknown-source`, or `invalid-pipeline` when its file cannot be used */
export function findSource(
  { sources, problems }: Pick<Sources, 'sources' | 'problems'>,
  name: string,
): SourceDefinition {
  const source = sources.get(name);
  if (source) return source;
  const problem = problems.get(name);
  if (problem) throw problem;
  const names = [...sources.keys()].join(', ');
  throw new AppError('unknown-source', `There is no source "${name}". There are: ${names}.`);
}
