import { describe, expect, it } from 'vitest';
import { SseParser } from '../../../../client/src/core/sse-parser.js';

describe('SseParser', () => {
  it('reads name and data, and leaves comments and other fields out', () => {
    expect(new SseParser().push(': ping\n\nretry: 1000\n\nevent: level\nid: 1\ndata: {"a":1}\n\n')).toEqual([
      { name: 'level', data: '{"a":1}' },
    ]);
  });

  it('joins lines of data, and calls what has no name a message', () => {
    expect(new SseParser().push('data: a\ndata:b\n\n')).toEqual([{ name: 'message', data: 'a\nb' }]);
  });

  it('forgets the name of an event without data', () => {
    expect(new SseParser().push('event: level\n\ndata: x\n\n')).toEqual([{ name: 'message', data: 'x' }]);
  });

  it('reads the same however the text is cut, with either line end', () => {
    const text = 'event: status\r\ndata: {"ü": 1}\r\n\r\nevent: level\ndata: 2\n\n';
    for (let cut = 1; cut < text.length; cut++) {
      const parser = new SseParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual([
        { name: 'status', data: '{"ü": 1}' },
        { name: 'level', data: '2' },
      ]);
    }
  });

  it('does not collect a line that never ends', () => {
    expect(() => new SseParser().push('data: '.padEnd(5 * 1024 * 1024, 'x'))).toThrow(RangeError);
  });
});
