import type { PropertyValue, SourceSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import { platforms, type SourceDefinition, sourceKinds } from './definition.js';
import { launchText, listOf, oneOf, onlyKeys, text } from './fields.js';
import { problemWith, readParameters } from './parameter.js';
import type { PipelineFile } from './read.js';

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
  values: Readonly<Record<string, PropertyValue>> = {},
): SourceSpec {
  const refuse = (reason: string) => new AppError('invalid-pipeline', `Source "${name}": ${reason}.`);
  for (const given of Object.keys(values)) {
    if (!Object.hasOwn(parameters, given)) {
      const known = Object.keys(parameters).join(', ') || 'it has none';
      throw refuse(`"${given}" is not one of its parameters (${known})`);
    }
  }
  const properties = Object.create(null) as SourceSpec['properties'];
  for (const [key, parameter] of Object.entries(parameters)) {
    const value = (Object.hasOwn(values, key) ? values[key] : undefined) ?? parameter.default;
    const problem = problemWith(parameter, value);
    if (problem !== undefined) throw refuse(`parameter "${key}" ${problem}`);
    // An empty text means that the element keeps its own default.
    if (value !== '') (properties[parameter.element] ??= {})[parameter.property] = value;
  }
  return { name, title, kind, launch, properties };
}
