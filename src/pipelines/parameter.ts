import type { PropertyValue } from '../engine/protocol.js';
import { namesElement } from './fields.js';
import { type Parameter, type ParameterType, parameterTypes } from './definition.js';
import type { PipelineFile } from './read.js';

const KEYS = ['set', 'type', 'default', 'description', 'minimum', 'maximum', 'enum'];

/** The `parameters` of a source file. @throws AppError `invalid-pipeline` */
export function readParameters(file: PipelineFile, launch: string): Record<string, Parameter> {
  const all: unknown = file.content.parameters ?? {};
  if (!isMapping(all)) return file.fail('"parameters" needs a mapping from names to settings', 'parameters');
  return Object.fromEntries(
    Object.entries(all).map(([name, settings]) => [name, readParameter(file, launch, name, settings)]),
  );
}

function readParameter(file: PipelineFile, launch: string, name: string, settings: unknown): Parameter {
  const fail = (reason: string) => file.fail(`parameter "${name}": ${reason}`, 'parameters', name);
  if (!/^[A-Za-z]\w*$/.test(name)) return fail('its name needs letters, digits and _ only');
  if (!isMapping(settings)) return fail('needs set, type, default and description');
  const stranger = Object.keys(settings).find((key) => !KEYS.includes(key));
  if (stranger !== undefined) return fail(`"${stranger}" is not a key; the keys are ${KEYS.join(', ')}`);

  const [, element, property] = /^([A-Za-z]\w*)\.([a-z][a-z0-9-]*)$/.exec(String(settings.set)) ?? [];
  if (element === undefined || property === undefined)
    return fail('"set" needs element.property, such as tone.freq');
  if (!namesElement(launch, element)) return fail(`the launch text has no element with name=${element}`);

  const type = parameterTypes.find((known) => known === settings.type);
  if (type === undefined) return fail(`"type" needs one of ${parameterTypes.join(', ')}`);
  const { minimum, maximum, enum: choices } = settings;
  if (!isBound(minimum) || !isBound(maximum)) return fail('"minimum" and "maximum" need numbers');

  const fits = (value: unknown) => types[type].fits(value);
  if (choices !== undefined && !(Array.isArray(choices) && choices.length > 0 && choices.every(fits)))
    return fail(`"enum" needs a list of allowed values, of which each ${types[type].needs}`);

  const parameter: Omit<Parameter, 'default'> = {
    element,
    property,
    type,
    description: typeof settings.description === 'string' ? settings.description : '',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(choices === undefined ? {} : { enum: choices as PropertyValue[] }),
  };
  const problem = problemWith(parameter, settings.default);
  if (problem !== undefined) return fail(`"default" ${problem}`);
  return { ...parameter, default: settings.default as PropertyValue };
}

const types: Record<ParameterType, { needs: string; fits: (value: unknown) => boolean }> = {
  string: { needs: 'needs a text', fits: (value) => typeof value === 'string' },
  boolean: { needs: 'needs true or false', fits: (value) => typeof value === 'boolean' },
  number: { needs: 'needs a number', fits: Number.isFinite },
  integer: { needs: 'needs a whole number', fits: Number.isSafeInteger },
};

/** Why a value does not fit a parameter, in words; undefined when it does. */
export function problemWith(
  { type, minimum, maximum, enum: choices }: Pick<Parameter, 'type' | 'minimum' | 'maximum' | 'enum'>,
  value: unknown,
): string | undefined {
  if (!types[type].fits(value)) return types[type].needs;
  // An empty text leaves the element its own default, which may be one that has no name here.
  if (choices && value !== '' && !choices.includes(value as PropertyValue))
    return `needs one of ${choices.join(', ')}`;
  if (typeof value !== 'number') return undefined;
  if (value < (minimum ?? -Infinity)) return `is below ${minimum}`;
  if (value > (maximum ?? Infinity)) return `is above ${maximum}`;
  return undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBound(value: unknown): value is number | undefined {
  return value === undefined || Number.isFinite(value);
}
