import { once } from 'node:events';
import { connect } from 'node:net';
import Koa, { type Middleware } from 'koa';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problems } from '../../../src/http/middleware/problems.js';
import { requestLog } from '../../../src/http/middleware/request-log.js';
import { AppError } from '../../../src/errors.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { serve } from '../../support/serve.js';

async function appWith(route: Middleware) {
  const log = new RecordedLog();
  const app = new Koa().use(problems(log)).use(requestLog(log)).use(route);
  return { log, ...(await serve(app.callback())) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('requestLog', () => {
  it('has method, path, status and time of every request at debug', async () => {
    const { url, log } = await appWith((ctx) => void (ctx.body = 'fine'));
    await fetch(`${url}/some/path?query=1`);

    expect(await log.until('request')).toEqual({
      level: 'debug',
      message: 'request',
      fields: { method: 'GET', path: '/some/path', status: 200, ms: expect.any(Number) as number },
    });
  });

  it('has the status that a refusal is answered with', async () => {
    const { url, log } = await appWith(() => {
      throw new AppError('no-audio', 'Add some.');
    });
    await fetch(url);
    expect(await log.until('request')).toMatchObject({ level: 'debug', fields: { status: 422 } });
  });

  it('warns of an answer that is the fault of the server', async () => {
    const { url, log } = await appWith(() => {
      throw new AppError('engine-timeout', 'Too slow.');
    });
    await fetch(url);
    expect(await log.until('request')).toMatchObject({ level: 'warn', fields: { status: 503 } });
  });

  it('warns of an answer that took more than a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { url, log } = await appWith((ctx) => {
      vi.advanceTimersByTime(1001);
      ctx.body = 'late';
    });
    await fetch(url);
    expect(await log.until('request')).toMatchObject({ level: 'warn', fields: { status: 200, ms: 1001 } });
  });

  it('tells of an answer that nobody waited for', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const { port, log } = await appWith(async (ctx) => {
      arrived();
      await once(ctx.res, 'close');
    });
    const client = connect(port, '127.0.0.1').end('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await arrival;
    client.destroy();

    const line = await log.until('request');
    expect(line.fields).toMatchObject({ path: '/slow', aborted: true });
    expect(line.fields).not.toHaveProperty('status');
  });

  it("never has a session's secret", async () => {
    const { url, log } = await appWith((ctx) => void (ctx.body = 'fine'));
    await fetch(`${url}/offer/9B2d1a50-7c1e-4f6b-8a7e-1c2d3e4f5a6b/more`, { method: 'DELETE' });
    expect(await log.until('request')).toMatchObject({ fields: { path: '/offer/:id/more' } });
  });

  it('does not grow with the address', async () => {
    const { url, log } = await appWith((ctx) => void (ctx.body = 'fine'));
    await fetch(`${url}/${'x'.repeat(5000)}`);
    expect((await log.until('request')).fields.path).toHaveLength(200);
  });
});
