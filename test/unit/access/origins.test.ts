import { describe, expect, it } from 'vitest';
import { isOrigin } from '../../../src/access/origins.js';

// Which requests are let through is what test/http/middleware/same-origin.test.ts asks a server.

describe('an origin for --allowed-origins', () => {
  it.each(['https://radio.example', 'http://192.168.1.5:8080', 'http://[::1]:8088'])(
    'may be %s',
    (origin) => {
      expect(isOrigin(origin)).toBe(true);
    },
  );

  it.each([
    '*',
    'null',
    'radio.example',
    'https://radio.example/',
    'https://radio.example/page',
    'https://Radio.example',
    'https://radio.example:443',
    'https://*.example',
    'https://user@radio.example',
    'file:///home',
    'ftp://radio.example',
    '',
  ])('may not be %j', (origin) => {
    expect(isOrigin(origin)).toBe(false);
  });
});
