import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptTokens } from '../../../src/access/token-file.js';
import { isToken } from '../../../src/access/tokens.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

const none = { listen: '', operator: '' };

function fileWith(text: string, mode = 0o600): string {
  const file = join(tempFolder({ 'tokens.yaml': text }), 'tokens.yaml');
  chmodSync(file, mode);
  return file;
}

describe('the token file', () => {
  it('is made with two new tokens, for its owner alone, and kept', () => {
    const file = join(tempFolder(), 'deep/in/state/tokens.yaml');
    const tokens = keptTokens(file, none);
    expect([tokens.listen, tokens.operator].every(isToken)).toBe(true);
    expect(tokens.listen).not.toBe(tokens.operator);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(keptTokens(file, none)).toEqual(tokens);
  });

  it('gives what is in it, and gets what is missing', () => {
    const file = fileWith('listen: my-own-token\n');
    const { listen, operator } = keptTokens(file, none);
    expect(listen).toBe('my-own-token');
    expect(keptTokens(file, none)).toEqual({ listen, operator });
    expect(readFileSync(file, 'utf8')).toContain('listen: my-own-token\n');
  });

  it('gives way to a token that is given, which is not written to it', () => {
    const file = fileWith('listen: my-own-token\noperator: another-one\n');
    expect(keptTokens(file, { listen: 'given-token', operator: '' })).toEqual({
      listen: 'given-token',
      operator: 'another-one',
    });
    expect(readFileSync(file, 'utf8')).not.toContain('given-token');
  });

  it('is neither read nor made where both are given', () => {
    const given = { listen: 'given-token', operator: 'given-other' };
    expect(keptTokens('/nonexistent/tokens.yaml', given)).toEqual(given);
  });

  it.each([0o640, 0o604, 0o644])('that others can read (%o) is refused with the way out', (mode) => {
    const error = appErrorOf(() => keptTokens(fileWith('listen: my-own-token\n', mode), none));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toContain('chmod 600');
  });

  it.each([
    ['listen: [', /is not YAML/],
    ['just words', /should hold/],
    ['- listen', /should hold/],
    ['listen: sec ret value', /"listen".*is no token/],
    ['listen: 12345678', /in quotes where it is a number/],
    ['listen: secret7', /is no token/],
    ['listener: secret-value', /neither listen nor operator/],
    ['listen: secret-value\noperator: secret-value', /Both tokens are the same/],
  ])('with %j is refused without a word of what is secret', (text, words) => {
    const error = appErrorOf(() => keptTokens(fileWith(text), none));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(/sec ?ret/);
  });

  it('that cannot be written is refused with the way out', () => {
    const error = appErrorOf(() => keptTokens(join(fileWith('no folder'), 'tokens.yaml'), none));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toContain('--state-folder');
  });
});
