import { Writable } from 'node:stream';
import Koa from 'koa';
import { expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { problems } from '../../../src/http/middleware/problems.js';
import { requestId } from '../../../src/http/middleware/request-id.js';
import { requestLog } from '../../../src/http/middleware/request-log.js';
import { createLogger } from '../../../src/log/logger.js';
import { serve } from '../../support/serve.js';

interface Line {
  message: string;
  request?: string;
}

/** An app whose answers fail or not, with a log as the program has it. */
async function app() {
  const lines: Line[] = [];
  let wake = () => undefined as void;
  const output = new Writable({
    write(text, _, done) {
      lines.push(JSON.parse(String(text)) as Line);
      wake();
      done();
    },
  });
  const log = createLogger({ level: 'debug', file: '', isTerminal: false, output });
  onTestFinished(() => log.close());
  const koa = new Koa()
    .use(requestId)
    .use(problems(log))
    .use(requestLog(log))
    .use(async (ctx) => {
      log.info('before');
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.info('after');
      if (ctx.path === '/refused') throw new AppError('operator-needed', 'No.');
      if (ctx.path === '/broken') throw new Error('a defect');
      ctx.body = 'fine';
    });
  async function ofRequest(id: string | null): Promise<string[]> {
    for (;;) {
      const own = lines.filter(({ request }) => request === id).map(({ message }) => message);
      if (own.includes('request')) return own;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { ...(await serve(koa.callback())), log, lines, ofRequest };
}

it.each(['/', '/refused', '/broken'])(
  'of %s stands in the answer and on every line that it causes, with others at the same time',
  async (path) => {
    const { url, ofRequest } = await app();
    const answers = await Promise.all([fetch(`${url}${path}`), fetch(`${url}/`), fetch(`${url}${path}`)]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(3);
    const defect = path === '/broken' ? ['a request failed for an unknown reason'] : [];
    expect(await ofRequest(ids[0] ?? '')).toEqual(['before', 'after', ...defect, 'request']);
    expect(await ofRequest(ids[1] ?? '')).toEqual(['before', 'after', 'request']);
  },
);

it('is never one that a client sends', async () => {
  const { url } = await app();
  const { headers } = await fetch(url, { headers: { 'x-request-id': 'evil' } });
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}$/);
});

it('is on no line outside of a request', async () => {
  const { url, log, lines, ofRequest } = await app();
  const { headers } = await fetch(url);
  await ofRequest(headers.get('x-request-id'));
  log.info('outside');
  expect(lines.find(({ message }) => message === 'outside')).not.toHaveProperty('request');
});
