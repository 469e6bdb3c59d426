import type { FilterSpec } from '../engine/protocol.js';
import type { FilterDefinition } from './definition.js';
import { launchText, listOf, onlyKeys, text } from './fields.js';
import { readParameters } from './parameter.js';
import type { PipelineFile } from './read.js';
import { resolveParameters, type Values } from './resolve.js';

const KEYS = ['title', 'description', 'launch', 'parameters', 'requires', 'order'];
const MIDDLE = 50;

/** @throws AppError `invalid-pipeline` */
export function readFilter(name: string, file: PipelineFile): FilterDefinition {
  onlyKeys(file, KEYS);
  // The name becomes an element's in the chain's launch text.
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    file.fail(`a filter's file name needs small letters, digits and - only, and "${name}" has others`);
  const launch = launchText(file, 'launch');
  const title = text(file, 'title');
  return {
    name,
    title,
    description: text(file, 'description', title),
    launch,
    parameters: readParameters(file, launch),
    requires: listOf(file, 'requires', { fallback: [] }),
    order: orderOf(file),
  };
}

/**
 * A filter with its parameters' values, ready for the engine.
 * @throws AppError `invalid-pipeline` at an unknown parameter or a value that does not fit
 */
export function resolveFilter({ name, launch, parameters }: FilterDefinition, values: Values): FilterSpec {
  return { name, launch, properties: resolveParameters(`Filter "${name}"`, parameters, values) };
}

/** As they stand in the chain. */
export function inOrder(filters: Iterable<FilterDefinition>): FilterDefinition[] {
  return [...filters].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

function orderOf(file: PipelineFile): number {
  const value = file.content.order ?? MIDDLE;
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : file.fail('"order" needs a number', 'order');
}
