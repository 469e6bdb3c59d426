import { describe, expect, it } from 'vitest';
import { pageUrls } from '../../../src/startup/addresses.js';

describe('the addresses of the page', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8088'],
    ['localhost', 'http://localhost:8088'],
    ['192.0.2.7', 'http://192.0.2.7:8088'],
    ['::1', 'http://[::1]:8088'],
  ])('of %s are just that one', (host, url) => {
    expect(pageUrls(host, 8088)).toEqual([url]);
  });

  it.each(['0.0.0.0', '::'])('of %s begin with this machine, and each can be opened', (host) => {
    const [first, ...others] = pageUrls(host, 80);
    expect(first).toBe('http://127.0.0.1:80');
    for (const url of others) expect(url).toMatch(/^http:\/\/\d+(\.\d+){3}:80$/);
    expect(others).not.toContain(first);
  });
});
