/**
 * Serves the built page with a stand-in for the server behind it, so that a test
 * can make the server refuse, vanish or lose its engine at will. The sound is
 * real: a sender page in the same browser answers each offer with two tones.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';

import type { OfferAnswer, OfferRequest, Problem, Status } from '../../src/api.js';
import { stubApplied } from './stub-applied.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

const CLIENT = new URL('../../dist/client/', import.meta.url).pathname;

export interface Refusal {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  /** Seconds. */
  retryAfter?: number;
}

export class StubEarshot {
  /** Answers to POST /offer: null is to accept. */
  refusal: Refusal | null = null;
  readonly status: Status = {
    version: '0.1.0',
    source: { name: 'left-right', title: 'Left and right test tones', kind: 'test', state: 'running' },
    processing: [],
    encoders: [],
    listeners: [],
    engine: { state: 'ready', pid: 1000, restarts: 0 },
  };
  /** Ids of the sessions that were opened and not ended. */
  readonly sessions = new Set<string>();
  readonly offers: string[] = [];
  readonly ended: string[] = [];
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  /** @param answer makes the sender's SDP answer to an offer; the id is the session's */
  constructor(private readonly answer: (id: string, sdp: string) => Promise<string>) {}

  /** @returns the page's address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As the real server does when its engine dies: the sessions are gone, a new engine is on its way. */
  loseEngine(): void {
    this.sessions.clear();
    this.status.engine = { ...this.status.engine, state: 'restarting', pid: null };
    this.refusal = { status: 503, code: 'engine-unavailable', retryAfter: 1 };
  }

  restartEngine(): void {
    const { restarts } = this.status.engine;
    this.status.engine = { state: 'ready', pid: 2000 + restarts, restarts: restarts + 1 };
    this.refusal = null;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://stub');
    if (request.method === 'POST' && pathname === '/offer') await this.#offer(request, response);
    else if (request.method === 'DELETE') this.#end(pathname.slice('/offer/'.length), response);
    else if (pathname === '/api/status') this.#json(response, 200, this.#status());
    else await this.#file(pathname, response);
  }

  async #offer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { sdp } = JSON.parse(await text(request)) as OfferRequest;
    this.offers.push(sdp);
    if (this.refusal) {
      const { status, code, title = code, detail = '', retryAfter } = this.refusal;
      const problem: Problem = { type: 'about:blank', title, status, detail, code };
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
      this.#json(response, status, problem, 'application/problem+json');
      return;
    }
    const id = `session-${this.offers.length}`;
    this.sessions.add(id);
    const answer: OfferAnswer = {
      sdp: await this.answer(id, sdp),
      type: 'answer',
      id,
      applied: stubApplied,
    };
    this.#json(response, 200, answer);
  }

  #end(id: string, response: ServerResponse): void {
    this.sessions.delete(id);
    this.ended.push(id);
    response.writeHead(204).end();
  }

  #status(): Status {
    const since = new Date(0).toISOString();
    const listeners = [...this.sessions].map((id) => ({
      id: `public-${id}`,
      codec: stubApplied.codec,
      since,
      state: 'connected' as const,
      applied: stubApplied,
    }));
    return { ...this.status, listeners };
  }

  #json(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  }

  /** With the policy of the real server, so that a test fails where the page breaks it. */
  async #file(pathname: string, response: ServerResponse): Promise<void> {
    const path = normalize(pathname === '/' ? '/index.html' : pathname);
    const body = await readFile(join(CLIENT, path)).catch(() => null);
    if (!body) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    });
    response.end(body);
  }
}
