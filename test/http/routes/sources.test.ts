import { describe, expect, it } from 'vitest';
import type { Problem, SourceList } from '../../../src/api.js';
import { webApp } from '../../support/web-app.js';

function put(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/source`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('GET /api/sources', () => {
  it('lists sources and devices, and is never kept', async () => {
    const { url } = await webApp();
    const response = await fetch(`${url}/api/sources`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const list = (await response.json()) as SourceList;
    expect(list.sources.map(({ name, active }) => [name, active])).toEqual([
      ['microphone', false],
      ['noise', false],
      ['system', false],
      ['test-tone', true],
    ]);
    expect(list.devices).toEqual([]);
    expect(list.noDevices).toMatch(/No capture device/);
  });
});

describe('PUT /api/source', () => {
  it('plays another source and answers with its status', async () => {
    const { url, engine, log } = await webApp();
    const response = await put(url, { name: 'noise' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ name: 'noise', title: 'Noise', kind: 'test', state: 'starting' });
    expect(engine.sources.at(-1)?.name).toBe('noise');
    expect(log.of('info', 'source chosen')).toEqual([{ source: 'noise', parameters: {} }]);
  });

  it('takes parameters as values of properties', async () => {
    const { url, engine } = await webApp();
    await put(url, { name: 'test-tone', parameters: { frequency: 880 } });
    expect(engine.sources.at(-1)?.properties).toEqual({ tone: { freq: 880, volume: 0.5 } });
  });

  it.each<[unknown, number, string]>([
    ['', 400, 'invalid-body'],
    ['{', 400, 'invalid-json'],
    [[], 400, 'invalid-body'],
    [null, 400, 'invalid-body'],
    [{}, 400, 'invalid-body'],
    [{ name: 7 }, 400, 'invalid-body'],
    [{ name: '' }, 400, 'invalid-body'],
    [{ name: 'noise', launch: 'filesrc location=/etc/passwd' }, 400, 'invalid-body'],
    [{ name: 'noise', parameters: [] }, 400, 'invalid-body'],
    [{ name: 'noise', parameters: { device: { id: 1 } } }, 400, 'invalid-body'],
    [{ name: 'noise', parameters: { device: null } }, 400, 'invalid-body'],
    [{ name: 'radio' }, 404, 'unknown-source'],
    [{ name: '__proto__' }, 404, 'unknown-source'],
    [{ name: '../filters/gain' }, 404, 'unknown-source'],
    [{ name: 'test-tone', parameters: { frequency: 5 } }, 422, 'invalid-pipeline'],
    [{ name: 'test-tone', parameters: { frequency: '440' } }, 422, 'invalid-pipeline'],
    [{ name: 'test-tone', parameters: { freq: 440 } }, 422, 'invalid-pipeline'],
    ['{"name":"test-tone","parameters":{"__proto__":440}}', 422, 'invalid-pipeline'],
    [{ name: 'system', parameters: { device: 'somebody.monitor' } }, 404, 'unknown-device'],
    ['x'.repeat(70_000), 413, 'body-too-large'],
  ])('%j is refused with %i %s, and the old one plays on', async (body, status, code) => {
    const { url, engine } = await webApp();
    const response = await put(url, body);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
    expect(engine.sources.map(({ name }) => name)).toEqual(['test-tone']);
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    [{ origin: 'https://elsewhere.example' }, 403, 'cross-origin'],
    [{ 'x-forwarded-for': '203.0.113.7' }, 403, 'operator-needed'],
  ])('with %j is refused', async (headers, status, code) => {
    const { url, engine } = await webApp();
    const response = await put(url, { name: 'noise' }, headers);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
    expect(engine.sources).toHaveLength(1);
  });

  it.each(['POST', 'DELETE', 'GET'])('is not there for %s', async (method) => {
    const { url } = await webApp();
    const response = await fetch(`${url}/api/source`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'PUT']);
  });
});
