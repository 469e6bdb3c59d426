import { describe, expect, it } from 'vitest';
import type { Status } from '../../../src/api.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

describe('GET /api/status', () => {
  it('tells of source, encoders, listeners and engine, and is never kept', async () => {
    const { url, sessions } = await webApp();
    const { id: secret, applied } = await sessions.create(offerFile('chromium-recvonly'));

    const response = await fetch(`${url}/api/status`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      version: '0.0.0',
      source: { name: 'test-tone', state: 'running' },
      encoders: [{ codec: 'opus', listeners: 1 }],
      listeners: [{ codec: 'opus', state: 'connecting', applied }],
      engine: { state: 'ready', pid: 1, restarts: 0 },
    } satisfies DeepPartial<Status>);
    expect(text).not.toContain(secret);
  });

  it('has the same headers for HEAD', async () => {
    const { url } = await webApp();
    const [get, head] = await Promise.all([
      fetch(`${url}/api/status`),
      fetch(`${url}/api/status`, { method: 'HEAD' }),
    ]);

    expect(head.status).toBe(200);
    for (const name of ['content-type', 'content-length', 'cache-control']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    expect(await head.text()).toBe('');
  });

  it.each(['/api/status/', '/API/status', '/api', '/api/'])('is not at %s', async (path) => {
    const { url } = await webApp();
    expect((await fetch(url + path)).status).toBe(404);
  });
});

type DeepPartial<T> = T extends (infer E)[] ? DeepPartial<E>[] : { [K in keyof T]?: DeepPartial<T[K]> };
