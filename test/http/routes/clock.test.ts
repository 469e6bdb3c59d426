import { expect, it } from 'vitest';
import type { ServerClock } from '../../../src/api.js';
import { ask } from '../../support/ask.js';
import { webApp } from '../../support/web-app.js';

it('GET /api/clock tells a clock that runs on evenly and is never kept', async () => {
  const { url } = await webApp();
  const look = async () => {
    const before = performance.now();
    const { status, headers, body } = await ask(`${url}/api/clock`);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    return { before, server: (JSON.parse(body) as ServerClock).now, after: performance.now() };
  };
  const first = await look();
  const second = await look();
  const passed = second.server - first.server;
  expect(passed).toBeGreaterThanOrEqual(second.before - first.after);
  expect(passed).toBeLessThanOrEqual(second.after - first.before);
});
