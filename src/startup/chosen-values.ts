import { suggestion } from '../config/nearest.js';
import type { Parameters, Scalar } from '../config/types.js';
import { AppError } from '../errors.js';
import type { Parameter } from '../pipelines/definition.js';
import { problemWith } from '../pipelines/parameter.js';
import type { Values } from '../pipelines/resolve.js';

const SWITCH = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
]);

/**
 * Values from the configuration, each of its parameter's own type.
 * @param option where they were given, for the error
 * @param what whose parameters they are, for the error
 * @throws AppError `invalid-config` at an unknown name or a value that does not fit
 */
export function chosenValues(
  option: string,
  what: string,
  parameters: Readonly<Record<string, Parameter>>,
  given: Parameters,
): Values {
  const refuse = (reason: string) => new AppError('invalid-config', `${option}: ${reason}.`);
  const chosen = Object.entries(given).map(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) throw refuse(unknown(name, what, Object.keys(parameters)));
    const typed = ofType(parameter.type, value);
    const problem = problemWith(parameter, typed);
    if (problem !== undefined)
      throw refuse(`"${name}" of ${what} is given as ${JSON.stringify(value)} and ${problem}`);
    return [name, typed] as const;
  });
  return Object.fromEntries(chosen);
}

/** A command line has only texts, and in a file nobody puts numbers in quotes. What cannot be meant stays as it is. */
function ofType(type: Parameter['type'], value: Scalar): Scalar {
  if (type === 'string') return String(value);
  if (typeof value !== 'string') return value;
  if (type === 'boolean') return SWITCH.get(value.trim()) ?? value;
  const number = Number(value);
  return value.trim() === '' || !Number.isFinite(number) ? value : number;
}

function unknown(name: string, what: string, known: string[]): string {
  const there = known.length > 0 ? `there are: ${known.join(', ')}` : 'it has none';
  const hint = suggestion(name, known);
  return `"${name}" is no parameter of ${what}${hint ? `${hint} There are: ${known.join(', ')}` : `; ${there}`}`;
}
