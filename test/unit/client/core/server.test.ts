import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Server } from '../../../../client/src/core/server.js';
import type { Trouble } from '../../../../client/src/core/trouble.js';
import { FakeEarshot, problem } from '../../../support/fake-earshot.js';

const BASE = 'http://listen.example/room/';

function answering(reply: () => Response | Promise<Response>): Server {
  return new Server(BASE, () => Promise.resolve(reply()));
}

async function troubleOf(promise: Promise<unknown>): Promise<Trouble> {
  return promise.then(
    () => expect.unreachable('no trouble'),
    (trouble: unknown) => trouble as Trouble,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('Server', () => {
  it('asks below the address of the page', async () => {
    const asked: string[] = [];
    const server = new Server(BASE, (input) => {
      asked.push(input as string);
      return Promise.resolve(new Response(null, { status: 204 }));
    });
    await server.leave('a/b');
    await troubleOf(server.status(new AbortController().signal));
    expect(asked).toEqual([`${BASE}offer/a%2Fb`, `${BASE}api/status`]);
  });

  it('tells the code, the words and whether trying again makes sense', async () => {
    const trouble = await troubleOf(answering(() => problem(422, 'no-common-codec')).offer('v=0'));
    expect(trouble).toMatchObject({
      code: 'no-common-codec',
      title: 'Title of no-common-codec',
      message: 'Detail of no-common-codec.',
      retry: false,
      retryAfterMs: null,
    });
  });

  it.each([
    [400, false],
    [404, false],
    [408, true],
    [421, false],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
  ])('a refusal with status %d is worth another try: %s', async (status, retry) => {
    expect((await troubleOf(answering(() => problem(status, 'x')).offer('v=0'))).retry).toBe(retry);
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:07 GMT', 7000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
  ])('reads Retry-After: %s', async (value, ms) => {
    const server = answering(() => problem(503, 'x', { 'retry-after': value }));
    expect((await troubleOf(server.offer('v=0'))).retryAfterMs).toBe(ms);
  });

  it('copes with a refusal that is not problem+json', async () => {
    const gateway = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    expect(await troubleOf(answering(gateway).offer('v=0'))).toMatchObject({
      code: 'refused',
      message: 'HTTP 502',
    });
  });

  it.each(['<!doctype html>', 'null', '[]', '{"sdp":"v=0"}', '{"sdp":1,"id":2,"applied":{}}'])(
    'takes %s for no answer',
    async (body) => {
      const trouble = await troubleOf(answering(() => new Response(body)).offer('v=0'));
      expect(trouble.code).toBe('bad-answer');
    },
  );

  it.each(['null', '{"status":"ok"}', '<html>'])('takes %s for no status', async (body) => {
    const server = answering(() => new Response(body));
    expect((await troubleOf(server.status(new AbortController().signal))).code).toBe('bad-answer');
  });

  it('calls a network error unreachable', async () => {
    const server = new Server(BASE, () => Promise.reject(new TypeError('Failed to fetch')));
    expect((await troubleOf(server.offer('v=0'))).code).toBe('unreachable');
  });

  it.each([
    ['offer', 8000, (server: Server) => server.offer('v=0')],
    ['status', 800, (server: Server) => server.status(new AbortController().signal)],
  ] as const)('gives up on a %s without reply after %d ms', async (_, limit, ask) => {
    const server = new Server(BASE, hang);
    const settled = vi.fn();
    const asked = troubleOf(ask(server)).finally(settled);
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect((await asked).code).toBe('no-reply');
  });

  it('leaves in a way that outlives the page, and never complains', async () => {
    const fetch = vi.fn((_: RequestInfo | URL, __?: RequestInit) => Promise.reject(new TypeError('gone')));
    await new Server(BASE, fetch).leave('s1');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'DELETE', keepalive: true });
  });

  it('leaves no timer behind', async () => {
    const earshot = new FakeEarshot();
    await new Server('http://listen.example/', earshot.fetch).offer('v=0');
    expect(vi.getTimerCount()).toBe(0);
  });
});

function hang(_: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  return new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}
