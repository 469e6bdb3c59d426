import { AppError } from '../../errors.js';
import type { Body } from '../middleware/body.js';

type Scalar = string | number | boolean;

/** @throws AppError `invalid-body` when the body is no JSON object */
export function objectBody({ body }: { body: Body }): Record<string, unknown> {
  const value = body.type === 'application/json' ? body.value : undefined;
  return mapping(value, 'The body');
}

/** @throws AppError `invalid-body` when it is no JSON object, or has keys that are not known here */
export function mapping(value: unknown, what: string, known?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid-body', `${what} needs to be a JSON object.`);
  }
  const stranger = known && Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    const detail = `${what} has "${stranger.slice(0, 50)}", which means nothing here; there are: ${known?.join(', ') ?? ''}.`;
    throw new AppError('invalid-body', detail);
  }
  return value as Record<string, unknown>;
}

/**
 * Values of parameters, of which only the type is known to be right.
 * @throws AppError `invalid-body`
 */
export function parameterValues(value: unknown): Record<string, Scalar> {
  const values = mapping(value, '"parameters"');
  for (const given of Object.values(values)) {
    if (!['string', 'number', 'boolean'].includes(typeof given)) {
      throw new AppError('invalid-body', 'A parameter needs a text, a number, true or false.');
    }
  }
  return values as Record<string, Scalar>;
}
