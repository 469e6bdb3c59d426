import { describe, expect, it } from 'vitest';
import { ask } from '../../support/ask.js';
import { exchange } from '../../support/serve.js';
import { webApp } from '../../support/web-app.js';

const expected = {
  'content-security-policy':
    "default-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

describe('security headers', () => {
  it.each([
    ['the page', 'GET', '/', {}, 200],
    ['a script', 'GET', '/src/main.js', {}, 200],
    ['the status', 'GET', '/api/status', {}, 200],
    ['nothing there', 'GET', '/nothing', {}, 404],
    ['a wrong method', 'PATCH', '/offer', {}, 405],
    ['a wrong body', 'POST', '/offer', {}, 415],
    ['a page that is current', 'GET', '/', { 'If-None-Match': '*' }, 304],
    ['a name that is not ours', 'GET', '/', { Host: 'evil.example' }, 421],
    ['a cross-origin request', 'POST', '/offer', { Origin: 'http://evil.example' }, 403],
  ])('are on the answer to %s', async (_name, method, path, headers, status) => {
    const { url } = await webApp();
    const response = await ask(url + path, { method, headers });

    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject(expected);
  });

  it('are on the answer to a defect', async () => {
    const { url } = await webApp({
      negotiate: () => {
        throw new Error('a defect');
      },
    });
    const response = await fetch(`${url}/offer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: 'v=0',
    });
    expect(response.status).toBe(500);
    expect(Object.fromEntries(response.headers)).toMatchObject(expected);
  });

  it('do not come with anything that lets other origins read', async () => {
    const { port } = await webApp();
    const origin = 'Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n';
    for (const line of ['GET /api/status', 'OPTIONS /offer', 'POST /offer', 'GET /']) {
      const answer = await exchange(
        port,
        `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${origin}\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 \d/);
      expect(answer.toLowerCase()).not.toContain('access-control');
    }
  });
});
