import { describe, expect, it } from 'vitest';
import { AppError, errorCodes, isErrorCode } from '../../src/errors.js';

describe('the table of errors', () => {
  it.each(errorCodes)('%s has an error status, a title and an exit code', (code) => {
    const error = new AppError(code, 'what to do next');

    expect(error.status).toBeGreaterThanOrEqual(400);
    expect(error.status).toBeLessThan(600);
    expect(error.title).toMatch(/^[A-Z].+[^.]$/);
    expect([1, 2]).toContain(error.exit);
  });

  it('has a different title for every code', () => {
    const titles = errorCodes.map((code) => new AppError(code, '').title);
    expect(new Set(titles).size).toBe(errorCodes.length);
  });

  it('knows its codes, and nothing that every object has', () => {
    expect(isErrorCode('no-audio')).toBe(true);
    for (const other of ['nothing', 'toString', '__proto__', '', 404, null])
      expect(isErrorCode(other)).toBe(false);
  });
});

describe('an AppError', () => {
  it('carries code, detail, cause and the time to wait', () => {
    const cause = new Error('the reason');
    const error = new AppError('too-many-listeners', 'come back later', { cause, retryAfter: 10 });

    expect(error).toMatchObject({
      code: 'too-many-listeners',
      message: 'come back later',
      status: 503,
      retryAfter: 10,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('AppError');
  });

  it('ends a start with 2 for wrong use and with 1 for what this machine lacks', () => {
    expect(new AppError('invalid-config', '').exit).toBe(2);
    expect(new AppError('port-in-use', '').exit).toBe(1);
    expect(new AppError('internal', '').exit).toBe(1);
  });
});
