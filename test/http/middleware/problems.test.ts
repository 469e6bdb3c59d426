import Koa, { type Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { problems } from '../../../src/http/middleware/problems.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { serve } from '../../support/serve.js';

async function answerOf(
  route: Middleware,
  init?: RequestInit,
): Promise<{ response: Response; log: RecordedLog }> {
  const log = new RecordedLog();
  const app = new Koa().use(problems(log)).use(route);
  const { url } = await serve(app.callback());
  return { response: await fetch(url, init), log };
}

describe('problems', () => {
  it('leaves an answer that succeeds alone', async () => {
    const { response } = await answerOf((ctx) => void (ctx.body = 'fine'));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('fine');
  });

  it("answers an AppError with its row of the table and this occurrence's detail", async () => {
    const { response, log } = await answerOf(() => {
      throw new AppError('no-audio', 'Add an audio transceiver.');
    });

    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      type: 'urn:earshot:error:no-audio',
      title: 'The offer asks for no audio',
      status: 422,
      detail: 'Add an audio transceiver.',
      code: 'no-audio',
    });
    expect(log.lines).toEqual([]);
  });

  it('says when to try again', async () => {
    const { response } = await answerOf(() => {
      throw new AppError('too-many-listeners', 'Full.', { retryAfter: 10 });
    });
    expect(response.headers.get('retry-after')).toBe('10');
  });

  it('answers a refusal of koa or its libraries without a meaning of its own', async () => {
    const { response, log } = await answerOf((ctx) => ctx.throw(406, 'nothing acceptable'));

    expect(response.status).toBe(406);
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Acceptable',
      status: 406,
      detail: 'nothing acceptable',
      code: 'http-406',
    });
    expect(log.lines).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['an unknown error', new Error('the password is 1234')],
    [
      'an error of a library that is not meant to be shown',
      Object.assign(new Error('1234'), { status: 404, expose: false }),
    ],
    ['something that is no error', '1234'],
    ['nothing', undefined],
  ])('answers %s as internal, and shows nothing of it', async (_name, thrown) => {
    const { response, log } = await answerOf(() => {
      throw thrown;
    });

    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', status: 500 });
    expect(text).not.toContain('1234');
    expect(log.of('error', 'a request failed for an unknown reason')).toHaveLength(1);
  });

  it('logs the stack of an unknown error', async () => {
    const error = new Error('boom');
    const { log } = await answerOf(() => {
      throw error;
    });
    expect(log.lines).toMatchObject([{ level: 'error', fields: { method: 'GET', error: error.stack } }]);
  });

  it('keeps the headers that hold for every answer, and drops what described the one that failed', async () => {
    const { response } = await answerOf((ctx) => {
      ctx.set({ 'X-Content-Type-Options': 'nosniff', Allow: 'GET' });
      ctx.set({ ETag: '"1"', 'Content-Encoding': 'gzip', 'Last-Modified': 'yesterday', Location: '/there' });
      ctx.body = 'half an answer';
      throw new AppError('method-not-allowed', 'Only GET.');
    });

    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('allow')).toBe('GET');
    for (const name of ['etag', 'content-encoding', 'last-modified', 'location']) {
      expect(response.headers.get(name)).toBeNull();
    }
    expect(await response.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it('answers HEAD with the headers alone', async () => {
    const { response } = await answerOf(
      () => {
        throw new AppError('not-found', 'Nothing.');
      },
      { method: 'HEAD' },
    );
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.text()).toBe('');
  });
});
