import type { ElementProperties, PropertyValue } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Parameter } from './definition.js';
import { problemWith } from './parameter.js';

/** Chosen values by the names of parameters; those left out keep their defaults. */
export type Values = Readonly<Record<string, PropertyValue>>;

/**
 * What to set on which elements, for values from outside.
 * @param what whose parameters they are, for the error
 * @throws AppError `invalid-pipeline` at an unknown parameter or a value that does not fit
 */
export function resolveParameters(
  what: string,
  parameters: Readonly<Record<string, Parameter>>,
  values: Values,
): ElementProperties {
  const refuse = (reason: string) => new AppError('invalid-pipeline', `${what}: ${reason}.`);
  for (const given of Object.keys(values)) {
    if (!Object.hasOwn(parameters, given)) {
      const known = Object.keys(parameters).join(', ') || 'it has none';
      throw refuse(`"${given}" is not one of its parameters (${known})`);
    }
  }
  const properties = Object.create(null) as ElementProperties;
  for (const [key, parameter] of Object.entries(parameters)) {
    const value = valueOf(key, parameter, values);
    const problem = problemWith(parameter, value);
    if (problem !== undefined) throw refuse(`parameter "${key}" ${problem}`);
    // An empty text means that the element keeps its own default.
    if (value !== '') (properties[parameter.element] ??= {})[parameter.property] = value;
  }
  return properties;
}

/** The chosen value of a parameter, else its default. */
export function valueOf(name: string, parameter: Parameter, values: Values): PropertyValue {
  return (Object.hasOwn(values, name) ? values[name] : undefined) ?? parameter.default;
}

/** Those of the values that a definition still takes, after its file was edited. */
export function valuesThatFit(parameters: Readonly<Record<string, Parameter>>, values: Values): Values {
  const fitting = Object.entries(values).filter(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return parameter !== undefined && problemWith(parameter, value) === undefined;
  });
  return Object.fromEntries(fitting);
}
