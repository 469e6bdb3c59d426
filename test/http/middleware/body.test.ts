import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/api.js';
import { bodyUpTo, type Body, type BodyState } from '../../../src/http/middleware/body.js';
import { problems } from '../../../src/http/middleware/problems.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { exchange, serve } from '../../support/serve.js';

type Content = NonNullable<RequestInit['body']>;

const limit = 64 * 1024;

async function bodyApp(...types: Body['type'][]) {
  const log = new RecordedLog();
  const app = new Koa<BodyState>();
  app.use(problems(log));
  app.use(bodyUpTo(64)(...types));
  app.use((ctx) => void (ctx.body = ctx.state.body));
  return { log, ...(await serve(app.callback())) };
}

async function post(content: Content, type: string | undefined, headers: Record<string, string> = {}) {
  const { url } = await bodyApp('application/json', 'application/sdp');
  const response = await fetch(url, {
    method: 'POST',
    body: content,
    headers: { ...(type !== undefined && { 'Content-Type': type }), ...headers },
    ...(content instanceof ReadableStream && { duplex: 'half' }),
  });
  return { response, answer: (await response.json()) as Problem & Body };
}

/** A body of unknown length, sent in pieces. */
function streamed(bytes: number): ReadableStream {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 16_384);
      left -= size;
      if (size > 0) controller.enqueue(Buffer.alloc(size, 'a'));
      else controller.close();
    },
  });
}

describe('a body that is accepted', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may be JSON as %s',
    async (type) => {
      const { answer } = await post('{"a":["ä"]}', type);
      expect(answer).toEqual({ type: 'application/json', value: { a: ['ä'] } });
    },
  );

  it('may be SDP, which stays as it is', async () => {
    const { answer } = await post('v=0\r\ns=ä\r\n', 'application/sdp');
    expect(answer).toEqual({ type: 'application/sdp', text: 'v=0\r\ns=ä\r\n' });
  });

  it('may have 64 KiB exactly', async () => {
    const { answer } = await post('v'.repeat(limit), 'application/sdp');
    expect(answer.type === 'application/sdp' && answer.text.length).toBe(limit);
  });

  it('may say that it is not compressed', async () => {
    const { response } = await post('{}', 'application/json', { 'Content-Encoding': 'identity' });
    expect(response.status).toBe(200);
  });

  it('may come without its length', async () => {
    const { answer } = await post(streamed(20_000), 'application/sdp');
    expect(answer.type === 'application/sdp' && answer.text.length).toBe(20_000);
  });
});

describe('a body that is refused', () => {
  it.each<[string, string | undefined, string | Buffer, number, string]>([
    ['without a type', undefined, Buffer.from('{}'), 415, 'unsupported-media-type'],
    ['as text', 'text/plain', '{}', 415, 'unsupported-media-type'],
    ['as a form', 'application/x-www-form-urlencoded', 'sdp=v', 415, 'unsupported-media-type'],
    ['as a kind of JSON', 'application/problem+json', '{}', 415, 'unsupported-media-type'],
    ['with a type that is none', '/;', '{}', 415, 'unsupported-media-type'],
    ['in another character set', 'application/json; charset=utf-16', '{}', 415, 'unsupported-media-type'],
    ['empty, as JSON', 'application/json', '', 400, 'invalid-body'],
    ['empty, as SDP', 'application/sdp', '', 400, 'invalid-body'],
    ['of white space', 'application/sdp', ' \r\n', 400, 'invalid-body'],
    ['that is not UTF-8', 'application/sdp', Buffer.from([0x76, 0xff, 0xfe]), 400, 'invalid-body'],
    ['that is not JSON', 'application/json', '{"sdp":', 400, 'invalid-json'],
    ['that is garbage', 'application/json', '\0\x01garbage', 400, 'invalid-json'],
  ])('%s', async (_name, type, content, status, code) => {
    const { response, answer } = await post(
      typeof content === 'string' ? content : new Uint8Array(content),
      type,
    );
    expect(response.status).toBe(status);
    expect(answer).toMatchObject({ status, code });
    expect(answer.detail).not.toBe('');
  });

  it('for its type is told which ones are accepted', async () => {
    const { response } = await post('{}', 'text/plain');
    expect(response.headers.get('accept')).toBe('application/json, application/sdp');
  });

  it('where only JSON is accepted may be SDP', async () => {
    const { url } = await bodyApp('application/json');
    const headers = { 'Content-Type': 'application/sdp' };
    expect((await fetch(url, { method: 'POST', body: 'v=0', headers })).status).toBe(415);
  });

  it.each(['gzip', 'deflate', 'br', 'unknown'])('compressed by %s', async (encoding) => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(1_000_000)));
    const { response, answer } = await post(bomb, 'application/json', { 'Content-Encoding': encoding });
    expect(response.status).toBe(415);
    expect(answer.code).toBe('unsupported-media-type');
    expect(response.headers.get('accept-encoding')).toBe('identity');
  });
});

describe('a body that is too large', () => {
  it.each<[string, () => Content]>([
    ['one byte more than 64 KiB', () => 'v'.repeat(limit + 1)],
    ['1 MB with its length', () => 'v'.repeat(1_000_000)],
    ['one byte more, without its length', () => streamed(limit + 1)],
    ['1 MB without its length', () => streamed(1_000_000)],
  ])('by %s gets 413', async (_name, content) => {
    const { response, answer } = await post(content(), 'application/sdp');
    expect(response.status).toBe(413);
    expect(answer).toMatchObject({ code: 'body-too-large', detail: 'The body may have 64 KiB at most.' });
  });

  it('is refused while it is still being sent', async () => {
    const { port } = await bodyApp('application/sdp');
    const socket = connect(port, '127.0.0.1');
    const head =
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\n';
    socket.write(`${head}fffff\r\n${'v'.repeat(limit + 1)}`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is refused before it is sent', async () => {
    const { port } = await bodyApp('application/sdp');
    const socket = connect(port, '127.0.0.1');
    const head =
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: 1000000\r\n\r\n';
    socket.write(head);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('does not keep the connection from its next request', async () => {
    const { port } = await bodyApp('application/sdp');
    const size = 200_000;
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\n';
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${'v'.repeat(size)}\r\n0\r\n\r\n`;
    const next = `${head}Connection: close\r\nContent-Length: 3\r\n\r\nv=0`;

    const answers = await exchange(port, chunked + next);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });
});

describe('a body whose sender goes away', () => {
  it('is no defect', async () => {
    const app = new Koa<BodyState>();
    app.silent = true;
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const failure = new Promise<unknown>((resolve) => {
      app.use(async (_ctx, next) => {
        arrived();
        await next().catch(resolve);
      });
    });
    app.use(bodyUpTo(64)('application/sdp'));
    const { port } = await serve(app.callback());
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: 100\r\n\r\nv=0',
    );
    await arrival;
    socket.destroy();

    expect(await failure).toMatchObject({ code: 'invalid-body' });
  });
});
