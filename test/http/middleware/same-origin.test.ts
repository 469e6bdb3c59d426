import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { problems } from '../../../src/http/middleware/problems.js';
import { sameOrigin } from '../../../src/http/middleware/same-origin.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { exchange, serve } from '../../support/serve.js';

/** Status of the answer to a request that says of itself what a browser would say. */
async function statusOf(method: string, headers: Record<string, string>, path = '/'): Promise<number> {
  const app = new Koa()
    .use(problems(new RecordedLog()))
    .use(sameOrigin(new Set(['https://radio.example'])))
    .use((ctx) => void (ctx.body = 'reached'));
  const { port } = await serve(app.callback());
  const lines = Object.entries({ Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const answer = await exchange(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

const Host = 'radio.local:8088';

describe('a request that changes something', () => {
  it.each([
    [
      'from this page, over https or localhost',
      { Host, 'Sec-Fetch-Site': 'same-origin', Origin: `http://${Host}` },
    ],
    ['that a person typed', { Host, 'Sec-Fetch-Site': 'none' }],
    ['from this page, over http on a LAN', { Host, Origin: 'http://radio.local:8088' }],
    ['from this page behind a proxy with https', { Host, Origin: 'https://radio.local:8088' }],
    ['with the host in other letters', { Host: 'Radio.LOCAL:8088', Origin: 'http://radio.local:8088' }],
    ['on a default port that is written out', { Host: 'radio.local:443', Origin: 'https://radio.local' }],
    ['on a default port', { Host: 'radio.local', Origin: 'http://radio.local' }],
    ['to an IPv6 address', { Host: '[::1]:8088', Origin: 'http://[::1]:8088' }],
    ['of a program that is no browser', { Host }],
  ])('%s is let through', async (_name, headers) => {
    expect(await statusOf('POST', headers)).toBe(200);
  });

  it.each([
    ['from another site', { Host, 'Sec-Fetch-Site': 'cross-site' }],
    ['from another port of this host', { Host, 'Sec-Fetch-Site': 'same-site' }],
    [
      'from another site that claims this origin',
      { Host, 'Sec-Fetch-Site': 'cross-site', Origin: `http://${Host}` },
    ],
    ['with a value nobody knows', { Host, 'Sec-Fetch-Site': 'friendly' }],
    ['from another host', { Host, Origin: 'http://evil.example' }],
    ['from another port', { Host, Origin: 'http://radio.local:8089' }],
    ['from a host whose name begins alike', { Host, Origin: 'http://radio.local:8088.evil.example' }],
    ['with this host as user name', { Host, Origin: 'http://radio.local:8088@evil.example' }],
    ['from a sandboxed page or a file', { Host, Origin: 'null' }],
    ['with an origin that is none', { Host, Origin: 'radio.local:8088' }],
  ])('%s is refused', async (_name, headers) => {
    expect(await statusOf('POST', headers)).toBe(403);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])('may be %s: it is refused', async (method) => {
    expect(await statusOf(method, { Host, Origin: 'http://evil.example' })).toBe(403);
  });
});

describe('a request that only reads the page', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('by %s is let through from everywhere', async (method) => {
    expect(
      await statusOf(method, { Host, Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' }),
    ).toBe(200);
  });
});

describe('a request that reads the API', () => {
  it.each(['/api/status', '/api/events', '/api/access', '/api/nothing'])(
    '%s is refused from another site, and let through from here',
    async (path) => {
      for (const method of ['GET', 'HEAD']) {
        expect(await statusOf(method, { Host, 'Sec-Fetch-Site': 'cross-site' }, path)).toBe(403);
        expect(await statusOf(method, { Host, Origin: 'http://evil.example' }, path)).toBe(403);
        expect(await statusOf(method, { Host, 'Sec-Fetch-Site': 'same-origin' }, path)).toBe(200);
        expect(await statusOf(method, { Host }, path)).toBe(200);
      }
    },
  );
});

describe('a request from an allowed origin', () => {
  it.each(['GET', 'POST', 'DELETE'])('by %s is let through', async (method) => {
    const headers = { Host, Origin: 'https://radio.example', 'Sec-Fetch-Site': 'cross-site' };
    expect(await statusOf(method, headers, '/api/status')).toBe(200);
  });

  it.each(['http://radio.example', 'https://radio.example:444', 'https://radio.example.evil.example'])(
    'is not one from %s',
    async (Origin) => {
      expect(await statusOf('POST', { Host, Origin, 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    },
  );
});
