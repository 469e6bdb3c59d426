import { describe, expect, it } from 'vitest';
import type { Parameter, ParameterType } from '../../../src/pipelines/definition.js';
import { chosenValues } from '../../../src/startup/chosen-values.js';
import { appErrorOf } from '../../support/app-error-of.js';

function parameter(type: ParameterType, more: Partial<Parameter> = {}): Parameter {
  return { element: 'x', property: 'y', type, default: '', description: '', ...more };
}

const parameters = {
  location: parameter('string'),
  frequency: parameter('number', { minimum: 20, maximum: 20_000 }),
  port: parameter('integer'),
  loop: parameter('boolean'),
  wave: parameter('string', { enum: ['sine', 'square'] }),
};

const choose = (given: Record<string, string | number | boolean>) =>
  chosenValues('--source-params', 'source "mine"', parameters, given);

describe('values from the configuration', () => {
  it('get the type of their parameter, whether they come from a command line or a file', () => {
    expect(choose({ location: '5', frequency: '1e3', port: '5004', loop: 'true', wave: 'square' })).toEqual({
      location: '5',
      frequency: 1000,
      port: 5004,
      loop: true,
      wave: 'square',
    });
    expect(choose({ location: 5, frequency: 1000, loop: false })).toEqual({
      location: '5',
      frequency: 1000,
      loop: false,
    });
  });

  it.each([
    [
      { freqency: 1 },
      '"freqency" is no parameter of source "mine"; did you mean frequency? There are: location',
    ],
    [{ toString: 1 }, '"toString" is no parameter of source "mine"; there are: location, frequency'],
    [{ frequency: 'loud' }, '"frequency" of source "mine" is given as "loud" and needs a number.'],
    [{ frequency: '' }, '"frequency" of source "mine" is given as "" and needs a number.'],
    [{ frequency: '5' }, '"frequency" of source "mine" is given as "5" and is below 20.'],
    [{ port: '1.5' }, '"port" of source "mine" is given as "1.5" and needs a whole number.'],
    [{ loop: 'maybe' }, '"loop" of source "mine" is given as "maybe" and needs true or false.'],
    [{ wave: 'saw' }, '"wave" of source "mine" is given as "saw" and needs one of sine, square.'],
  ])('%j are refused in words', (given, words) => {
    const error = appErrorOf(() => choose(given));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toContain(`--source-params: ${words}`);
  });
});
