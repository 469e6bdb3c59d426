import { expect, it } from 'vitest';
import { anOffer } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

interface Ready {
  status: string;
  reasons?: { code: string; detail: string }[];
}

async function readiness(url: string): Promise<[number, Ready]> {
  const response = await fetch(`${url}/readyz`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-type')).toContain('application/json');
  return [response.status, (await response.json()) as Ready];
}

it('/healthz answers as long as the process does, whatever the engine does', async () => {
  const { url, engine } = await webApp();
  engine.status = { state: 'broken', pid: null, restarts: 5, reason: 'it died too often' };
  const response = await fetch(`${url}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
});

it('/readyz is 200 where the next listener would be served', async () => {
  const { url } = await webApp();
  expect(await readiness(url)).toEqual([200, { status: 'ready' }]);
});

it('/readyz is 503 and says why while the engine is away', async () => {
  const { url, engine } = await webApp();
  engine.status = { state: 'broken', pid: null, restarts: 5, reason: 'it died too often' };
  const [status, body] = await readiness(url);
  expect(status).toBe(503);
  expect(body).toEqual({
    status: 'not-ready',
    reasons: [{ code: 'engine', detail: 'The audio engine is broken: it died too often' }],
  });
});

it('/readyz is 503 and says why while the source cannot be used, and 200 while it is only waited for', async () => {
  const { url, engine } = await webApp();
  engine.say('failed', 'no such element');
  const [status, { reasons }] = await readiness(url);
  expect(status).toBe(503);
  expect(reasons).toEqual([{ code: 'source', detail: 'Source "test-tone" cannot be used: no such element' }]);
  engine.say('waiting', 'the sound server does not answer');
  expect((await readiness(url))[0]).toBe(200);
});

it('/readyz is 503 and says so while all places are taken', async () => {
  const { url, sessions } = await webApp();
  for (let i = 0; i < 3; i += 1) await sessions.create(anOffer({}));
  const [status, { reasons }] = await readiness(url);
  expect(status).toBe(503);
  expect(reasons?.map(({ code }) => code)).toEqual(['full']);
});
