import Koa from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { identify } from '../../../src/http/middleware/identify.js';
import { needs } from '../../../src/http/middleware/needs.js';
import { problems } from '../../../src/http/middleware/problems.js';
import { type Answered, ask, codeOf } from '../../support/ask.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { serve } from '../../support/serve.js';

const tokens = { listen: 'listen-token', operator: 'operator-token' };

/** Serves `/listen` and `/operator` to whoever may have them. */
async function guarded({
  open = false,
  failures = 10,
  delayMs = [0, 1] as [number, number],
  from = '',
} = {}) {
  const log = new RecordedLog();
  const app = new Koa().use(problems(log));
  if (from !== '')
    app.use(async (ctx, next) => {
      Object.defineProperty(ctx.req.socket, 'remoteAddress', { value: from });
      await next();
    });
  app.use(identify({ tokens: open ? undefined : tokens, failures, log, delayMs }));
  app.use((ctx, next) => needs(ctx.path === '/operator' ? 'operator' : 'listen')(ctx, next));
  app.use((ctx) => void (ctx.body = 'done'));
  const { url } = await serve(app.callback());
  const get = (
    path: string,
    token?: string,
    headers: Record<string, string> = {},
    localAddress = '127.0.0.1',
  ) =>
    ask(url + path, {
      headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      localAddress,
    });
  return { get, log };
}

function summary(answer: Answered): [number, string] {
  return [answer.status, answer.status === 200 ? answer.body : codeOf(answer)];
}

describe('with tokens', () => {
  it.each([
    ['/listen', 'listen-token', [200, 'done']],
    ['/listen', 'operator-token', [200, 'done']],
    ['/operator', 'operator-token', [200, 'done']],
    ['/operator', 'listen-token', [403, 'operator-needed']],
    ['/listen', undefined, [401, 'token-needed']],
    ['/operator', undefined, [401, 'token-needed']],
    ['/listen', 'wrong', [401, 'wrong-token']],
    ['/operator', 'wrong', [401, 'wrong-token']],
  ])('%s with the token %s gets %j', async (path, token, expected) => {
    const { get } = await guarded();
    expect(summary(await get(path, token))).toEqual(expected);
  });

  it('this machine needs one as well: a proxy on it would else let everybody in', async () => {
    const { get } = await guarded();
    expect(summary(await get('/listen', undefined, { Host: 'localhost' }))).toEqual([401, 'token-needed']);
  });

  it('says how to ask, and not to keep the answer', async () => {
    const { get } = await guarded();
    const needed = await get('/listen');
    expect(needed.headers).toMatchObject({
      'www-authenticate': 'Bearer realm="Earshot"',
      'cache-control': 'no-store',
    });
    const wrong = await get('/listen', 'wrong');
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="Earshot", error="invalid_token"');
  });

  it.each(['Basic bGlzdGVuLXRva2Vu', 'listen-token', 'Bearer', 'Bearer listen-token operator-token'])(
    'the header %j is no token',
    async (Authorization) => {
      const { get } = await guarded();
      expect(summary(await get('/listen', undefined, { Authorization }))).toEqual([401, 'wrong-token']);
    },
  );
});

describe('guessing', () => {
  it('ends after a few attempts, then even the right token has to wait, and the log says it once', async () => {
    const { get, log } = await guarded({ failures: 3 });
    for (let i = 0; i < 3; i += 1) expect((await get('/listen', `guess-${i}`)).status).toBe(401);
    for (const token of ['guess-4', 'listen-token', 'operator-token']) {
      const answer = await get('/listen', token);
      expect(summary(answer)).toEqual([429, 'too-many-attempts']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
    }
    expect(log.of('warn', 'an address sent too many wrong tokens and has to wait')).toEqual([
      { address: '127.0.0.1' },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/guess|-token"/);
  });

  it('by many requests at once gets no more attempts', async () => {
    const { get } = await guarded({ failures: 5 });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => get('/listen', `guess-${i}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });

  it('from one address costs the others nothing', async () => {
    const { get } = await guarded({ failures: 1 });
    await get('/listen', 'guess', {}, '127.0.0.2');
    expect((await get('/listen', 'listen-token', {}, '127.0.0.2')).status).toBe(429);
    expect((await get('/listen', 'listen-token', {}, '127.0.0.3')).status).toBe(200);
  });

  it('is not what a page does that has the right token, or none yet', async () => {
    const { get } = await guarded({ failures: 2 });
    for (let i = 0; i < 20; i += 1) {
      expect((await get('/listen', 'listen-token')).status).toBe(200);
      expect((await get('/listen')).status).toBe(401);
    }
  });

  it('takes its time', async () => {
    const { get } = await guarded({ delayMs: [80, 90] });
    const start = performance.now();
    await get('/listen', 'guess');
    expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  });

  it('keeps nothing running that would hold the program', async () => {
    const { get } = await guarded();
    await get('/listen', 'guess');
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await get('/listen', 'guess');
    for (const { value } of timers.mock.results) expect((value as NodeJS.Timeout).hasRef()).toBe(false);
    timers.mockRestore();
  });
});

describe('without tokens', () => {
  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])('%s may steer', async (from) => {
    const { get } = await guarded({ open: true, from });
    expect(summary(await get('/operator'))).toEqual([200, 'done']);
  });

  it.each(['192.168.1.5', '10.0.0.1', '128.0.0.1', '::2', 'fe80::1', '::ffff:192.168.1.5', '127.0.0.1.evil'])(
    '%s may listen alone, and is told who may steer',
    async (from) => {
      const { get } = await guarded({ open: true, from });
      expect(summary(await get('/listen'))).toEqual([200, 'done']);
      const refused = await get('/operator');
      expect(summary(refused)).toEqual([403, 'operator-needed']);
      expect(refused.body).toContain('on the computer that runs Earshot');
    },
  );

  it.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP'])(
    'whoever comes by a proxy that sends %s may listen alone',
    async (name) => {
      const { get } = await guarded({ open: true });
      const headers = { [name]: 'for=192.168.1.5' };
      expect((await get('/listen', undefined, headers)).status).toBe(200);
      expect((await get('/operator', undefined, headers)).status).toBe(403);
    },
  );

  it.each(['localhost', 'localhost:8088', '127.0.0.1:8088', '[::1]:8088', 'earshot.localhost', '127.0.1.1'])(
    'whoever asks for %s may steer',
    async (Host) => {
      const { get } = await guarded({ open: true });
      expect((await get('/operator', undefined, { Host })).status).toBe(200);
    },
  );

  it.each(['radio.example', '127.0.0.1.example', 'localhost.example', '192.168.1.5', '[::2]', '%'])(
    'whoever asks for %s may not: a name of somebody else may point here',
    async (Host) => {
      const { get } = await guarded({ open: true });
      expect((await get('/operator', undefined, { Host })).status).toBe(403);
    },
  );
});
