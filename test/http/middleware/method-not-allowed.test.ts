import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/api.js';
import { exchange } from '../../support/serve.js';
import { webApp } from '../../support/web-app.js';

describe('a method that an address does not have', () => {
  it.each([
    ['GET', '/offer', 'POST'],
    ['PUT', '/offer', 'POST'],
    ['OPTIONS', '/offer', 'POST'],
    ['PROPFIND', '/offer', 'POST'],
    ['GET', '/offer/some-id', 'DELETE'],
    ['POST', '/offer/some-id', 'DELETE'],
    ['POST', '/api/status', 'GET, HEAD'],
    ['OPTIONS', '/api/status', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
    ['POST', '/index.html', 'GET, HEAD'],
    ['OPTIONS', '/src/main.js', 'GET, HEAD'],
  ])('%s %s gets 405 and is told of %s', async (method, path, allow) => {
    const { url } = await webApp();
    const response = await fetch(url + path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(((await response.json()) as Problem).code).toBe('method-not-allowed');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'GET', 'HEAD'])(
    '%s gets 404 where there is nothing',
    async (method) => {
      const { url } = await webApp();
      const response = await fetch(`${url}/nothing`, { method });

      expect(response.status).toBe(404);
      expect(response.headers.get('allow')).toBeNull();
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('that nobody knows is refused', async () => {
    const { port } = await webApp();
    const answer = await exchange(port, 'LISTEN / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});
