import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { pageUrls, reachableAs } from '../../../src/startup/addresses.js';

describe('the addresses of the page', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8088'],
    ['localhost', 'http://localhost:8088'],
    ['192.0.2.7', 'http://192.0.2.7:8088'],
    ['::1', 'http://[::1]:8088'],
  ])('of %s are just that one', (host, url) => {
    expect(pageUrls(host, 8088)).toEqual([url]);
  });

  it('are https where it is', () => {
    expect(pageUrls('::1', 8088, 'https')).toEqual(['https://[::1]:8088']);
  });

  it.each(['0.0.0.0', '::'])('of %s begin with this machine, and each can be opened', (host) => {
    const [first, ...others] = pageUrls(host, 80);
    expect(first).toBe('http://127.0.0.1:80');
    for (const url of others) expect(url).toMatch(/^http:\/\/\d+(\.\d+){3}:80$/);
    expect(others).not.toContain(first);
  });
});

describe('what a certificate is for', () => {
  it('is this machine alone where it listens to itself alone', () => {
    const hosts = reachableAs('127.0.0.1', ['radio.example', 'odd_name']);
    expect(hosts).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1', 'radio.example']));
    expect(hosts).not.toContain('odd_name');
    expect(new Set(hosts).size).toBe(hosts.length);
    const [short = ''] = hostname().toLowerCase().split('.');
    if (/^[a-z0-9-]+$/.test(short)) expect(hosts).toContain(`${short}.local`);
  });

  it('is every address in the network where it listens to that', () => {
    const urls = pageUrls('0.0.0.0', 80);
    const hosts = reachableAs('0.0.0.0', []);
    for (const url of urls) expect(hosts).toContain(new URL(url).hostname);
    expect(reachableAs('192.0.2.7', [])).toContain('192.0.2.7');
  });
});
