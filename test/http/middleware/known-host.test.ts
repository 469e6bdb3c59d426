import { describe, expect, it } from 'vitest';
import { hostValues } from '../../support/host-values.js';
import { exchange } from '../../support/serve.js';
import { webApp } from '../../support/web-app.js';

const statusOf = { known: 200, unknown: 421, invalid: 400 };

function get(port: number, hosts: string[], target = '/'): Promise<string> {
  const lines = hosts.map((host) => `Host: ${host}\r\n`).join('');
  return exchange(port, `GET ${target} HTTP/1.1\r\nConnection: close\r\n${lines}\r\n`);
}

describe('a request with the Host header', () => {
  it.each(hostValues)('%j, which is %s, gets what it deserves on every path', async (host, verdict) => {
    const { port } = await webApp();
    for (const target of ['/', '/api/status', '/nothing']) {
      const answer = await get(port, [host], target);
      const expected = verdict === 'known' && target === '/nothing' ? 404 : statusOf[verdict];
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${expected} `));
      if (verdict !== 'known') expect(answer).toContain(`"code":"${verdict}-host"`);
    }
  });
});

describe('a request', () => {
  it.each([
    ['without a Host header', []],
    ['with two', ['localhost', 'evil.example']],
    ['with two that are the same', ['localhost', 'localhost']],
  ])('%s gets 400', async (_name, hosts) => {
    const { port } = await webApp();
    expect(await get(port, hosts)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('of HTTP/1.0 without a Host header gets 400', async () => {
    const { port } = await webApp();
    expect(await exchange(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(['http://evil.example/', 'http://localhost/api/status', 'evil.example:80'])(
    'for %s, as only proxies are sent, gets 400',
    async (target) => {
      const { port } = await webApp();
      expect(await get(port, ['localhost'], target)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it('of a name that is not ours makes no session, whatever else it has', async () => {
    const { port, sessions } = await webApp();
    const head =
      'POST /offer HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n';
    const answer = await exchange(
      port,
      `${head}Content-Type: application/sdp\r\nContent-Length: 3\r\n\r\nv=0`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(sessions.list()).toEqual([]);
  });
});
