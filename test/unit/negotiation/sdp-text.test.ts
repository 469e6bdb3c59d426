import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { attribute, hasAttribute, readSdp } from '../../../src/negotiation/sdp-text.js';

function text(...lines: string[]): string {
  return ['v=0', ...lines, ''].join('\r\n');
}

function repeat(count: number, line: string): string[] {
  return Array.from({ length: count }, () => line);
}

describe('readSdp', () => {
  it('sorts lines under the session and their sections', () => {
    const { session, sections } = readSdp(
      text('b=AS:100', 'a=ice-lite', 'm=audio 9 x 0', 'a=mid:a:b', 'm=video 9 x 1', 'a=mid:v', 'a=mid:w'),
    );
    expect(session.bandwidths).toEqual(['AS:100']);
    expect(hasAttribute(session, 'ice-lite')).toBe(true);
    expect(sections.map(({ line }) => line)).toEqual(['audio 9 x 0', 'video 9 x 1']);
    expect(sections.map((section) => attribute(section, 'mid'))).toEqual(['a:b', 'v']);
    expect(sections[1]?.attributes.get('mid')).toEqual(['v', 'w']);
  });

  it('treats attribute names of objects like any other', () => {
    const { session } = readSdp(text('a=__proto__:1', 'a=constructor:2'));
    expect(attribute(session, '__proto__')).toBe('1');
    expect(attribute(session, 'constructor')).toBe('2');
    expect(attribute(session, 'toString')).toBeUndefined();
  });

  it.each([
    ['64 KiB', text(...repeat(16, `a=${'x'.repeat(4000)}`)), text(...repeat(17, `a=${'x'.repeat(4000)}`))],
    ['64 KiB', text(...repeat(8, `a=${'ä'.repeat(4000)}`)), text(...repeat(9, `a=${'ä'.repeat(4000)}`))],
    ['1000 lines', text(...repeat(999, 'a=x')), text(...repeat(1000, 'a=x'))],
    ['1000 lines', text(...repeat(999, '')), text(...repeat(1000, ''))],
    ['4 KiB', text(`a=${'x'.repeat(4094)}`), text(`a=${'x'.repeat(4095)}`)],
    ['16 m= sections', text(...repeat(16, 'm=x')), text(...repeat(17, 'm=x'))],
  ])('takes %s and not more', (limit, enough, tooMuch) => {
    expect(() => readSdp(enough)).not.toThrow();
    expect(() => readSdp(tooMuch)).toThrow(AppError);
    expect(() => readSdp(tooMuch)).toThrow(limit);
  });

  it.each([
    '',
    '\r\n',
    'v=1\r\n',
    'V=0\r\n',
    ' v=0\r\n',
    `${'\n'.repeat(65_000)}v=0`,
    text('', '=x'),
    text('a'),
  ])('refuses %j', (input) => {
    expect(() => readSdp(input)).toThrow(AppError);
  });
});
