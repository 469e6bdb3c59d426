import type { SourceSpec } from '../engine/protocol.js';
import { platforms, type SourceDefinition, sourceKinds } from './definition.js';
import { launchText, listOf, oneOf, onlyKeys, text } from './fields.js';
import { readParameters } from './parameter.js';
import type { PipelineFile } from './read.js';
import { resolveParameters, type Values } from './resolve.js';

/** What `--source` is where nobody chose. */
const AUTOMATIC = 'auto';
const KEYS = ['title', 'description', 'platforms', 'kind', 'launch', 'parameters', 'requires'];

/** @throws AppError `invalid-pipeline` */
export function readSource(name: string, file: PipelineFile): SourceDefinition {
  onlyKeys(file, KEYS);
  if (name === AUTOMATIC)
    file.fail(`"${AUTOMATIC}" stands for no source in particular: give the file another name`);
  const launch = launchText(file, 'launch');
  const title = text(file, 'title');
  return {
    name,
    title,
    description: text(file, 'description', title),
    kind: oneOf(file, 'kind', sourceKinds),
    platforms: listOf(file, 'platforms', { allowed: platforms, fallback: platforms }),
    launch,
    parameters: readParameters(file, launch),
    requires: listOf(file, 'requires', { fallback: [] }),
  };
}

/**
 * A source with its parameters' values, ready for the engine.
 * @throws AppError `invalid-pipeline` at an unknown parameter or a value that does not fit
 */
export function resolveSource(
  { name, title, kind, launch, parameters }: SourceDefinition,
  values: Values = {},
): SourceSpec {
  return { name, title, kind, launch, properties: resolveParameters(`Source "${name}"`, parameters, values) };
}
