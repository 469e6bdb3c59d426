import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/config/environment.js';
import { environmentName, type Option, options } from '../../../src/config/options.js';

/** One that the option takes: its default, or the least where that is none. */
function someValue({ format, default: preset }: Option): string {
  if (typeof preset !== 'object') return String(preset);
  return format.type === 'integer' ? String(format.minimum) : '';
}

describe('the environment', () => {
  it('has a variable for every option, in capitals and with a prefix', () => {
    const env = Object.fromEntries(options.map((option) => [environmentName(option), someValue(option)]));
    const { values, problems } = readEnvironment(env);
    expect(problems).toEqual([]);
    for (const option of options) {
      expect(environmentName(option)).toMatch(/^EARSHOT_[A-Z0-9_]+$/);
      expect(values.has(option)).toBe(true);
    }
  });

  it.each([
    ['EARSHOT_LOG_FILE', ''],
    ['EARSHOT_OPUS_MAXAVERAGEBITRATE', null],
    ['EARSHOT_SOURCE_PARAMS', {}],
  ])('%s may be empty, and says so to a file below it', (name, value) => {
    expect([...readEnvironment({ [name]: '' }).values.values()]).toEqual([value]);
  });

  it.each(['EARSHOT_PORT', 'EARSHOT_HOST', 'EARSHOT_OPUS_CBR', 'EARSHOT_LOG_LEVEL'])(
    '%s counts as not set when it is empty',
    (name) => {
      expect(readEnvironment({ [name]: '' })).toEqual({ values: new Map(), problems: [] });
    },
  );

  it.each([
    ['true', true],
    ['1', true],
    ['Yes', true],
    [' on ', true],
    ['false', false],
    ['0', false],
    ['NO', false],
    ['off', false],
  ])('understands %j as a switch', (text, expected) => {
    const { values } = readEnvironment({ EARSHOT_OPUS_CBR: text });
    expect([...values.values()]).toEqual([expected]);
  });

  it('names a wrong variable, its value and what is allowed', () => {
    const { values, problems } = readEnvironment({ EARSHOT_PORT: 'tcp://10.0.0.1:8088' });
    expect(values.size).toBe(0);
    expect(problems).toEqual([
      'EARSHOT_PORT is "tcp://10.0.0.1:8088"; allowed is a whole number from 0 to 65535',
    ]);
  });

  it('leaves the variables of others alone', () => {
    expect(readEnvironment({ PORT: '1', EARSHOT_SERVICE_HOST: 'x' })).toEqual({
      values: new Map(),
      problems: [],
    });
  });
});
