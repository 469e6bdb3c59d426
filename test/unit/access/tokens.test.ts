import { describe, expect, it } from 'vitest';
import { bearerToken, isToken, newToken, roleOf } from '../../../src/access/tokens.js';

const tokens = { listen: 'listen-token', operator: 'operator-token' };

describe('a new token', () => {
  it('is one, has 128 bits, and is another one each time', () => {
    const made = Array.from({ length: 100 }, newToken);
    for (const token of made) {
      expect(isToken(token)).toBe(true);
      expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    }
    expect(new Set(made).size).toBe(100);
  });
});

describe('the role of a token', () => {
  it.each([
    ['listen-token', 'listen'],
    ['operator-token', 'operator'],
    ['', undefined],
    ['listen-toke', undefined],
    ['listen-token ', undefined],
    ['Listen-Token', undefined],
    ['listen-token\u0000', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%j is %s', (presented, role) => {
    expect(roleOf(presented.slice(0, 100_000), tokens)).toBe(role);
  });
});

describe('a token of one’s own', () => {
  it.each(['12345678', 'correct-horse-battery', 'YWJjZGVmZ2g=', 'a~b.c_d+e/f-g'])('may be %s', (text) => {
    expect(isToken(text)).toBe(true);
  });

  it.each(['', 'short77', 'with space', 'tab\ttab\t', 'naïve-token', 'quote"quote"', 'a'.repeat(513)])(
    'may not be %j',
    (text) => {
      expect(isToken(text)).toBe(false);
    },
  );
});

describe('the Authorization header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc', 'abc'],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Basic abc', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('%j carries %s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
