import { request } from 'node:http';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { loopbackOnly } from '../../../src/http/middleware/loopback-only.js';
import { problems } from '../../../src/http/middleware/problems.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { serve } from '../../support/serve.js';

/** The answer to a request that seems to come from this address. */
async function answer(
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const app = new Koa().use(problems(new RecordedLog()));
  app.use(async (ctx, next) => {
    Object.defineProperty(ctx.req.socket, 'remoteAddress', { value: address });
    await next();
  });
  app.use(loopbackOnly).use((ctx) => void (ctx.body = 'done'));
  const { port } = await serve(app.callback());
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method: 'PUT', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    asked.on('error', reject).end();
  });
}

describe('loopbackOnly', () => {
  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])('lets %s through', async (address) => {
    expect(await answer(address)).toEqual({ status: 200, body: 'done' });
  });

  it.each([
    '192.168.1.5',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    'fe80::1',
    '::ffff:192.168.1.5',
    '',
    '127.0.0.1.evil',
  ])('refuses %j and says who may', async (address) => {
    const { status, body } = await answer(address);
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({
      code: 'forbidden',
      detail: expect.stringMatching(/Only the computer that runs Earshot/) as string,
    });
  });

  it.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP'])(
    'refuses what came by a proxy that sends %s',
    async (name) => {
      expect((await answer('127.0.0.1', { [name]: 'for=192.168.1.5' })).status).toBe(403);
    },
  );

  it.each(['localhost', 'localhost:8088', '127.0.0.1:8088', '[::1]:8088', 'earshot.localhost', '127.0.1.1'])(
    'lets who asks for %s through',
    async (host) => {
      expect((await answer('127.0.0.1', { Host: host })).status).toBe(200);
    },
  );

  it.each([
    'rebound.example',
    'rebound.example:8088',
    '127.0.0.1.example',
    'localhost.example',
    '192.168.1.5',
    '[::2]',
    '%',
  ])('refuses who asks for %s: a name of somebody else may point here', async (host) => {
    expect((await answer('127.0.0.1', { Host: host })).status).toBe(403);
  });
});
