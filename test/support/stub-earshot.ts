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

import type {
  DefaultsRequest,
  EventData,
  ListedDefault,
  OfferAnswer,
  OfferRequest,
  Problem,
  ProcessingRequest,
  SourceLevels,
  SourceList,
  SourceRequest,
  Status,
} from '../../src/api.js';
import { stubApplied } from './stub-applied.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
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
  /** Public ids that were disconnected. */
  readonly disconnected: string[] = [];
  readonly chosen: SourceRequest[] = [];
  readonly processed: ProcessingRequest[] = [];
  readonly defaulted: DefaultsRequest[] = [];
  /** What requests have to bring as `Authorization: Bearer`; null: nothing. */
  token: string | null = null;
  role: 'listen' | 'operator' = 'operator';
  sources: SourceList = { sources: [], devices: [] };
  defaults: ListedDefault[] = [];
  /** Why nobody is told the levels of all inputs. */
  levelsRefusal: Refusal | null = null;
  /** What every reader of events is told 20 times a second; null: nothing. */
  level: EventData['level'] | null = { rms: [-15, -21], peak: [-12, -18] };
  /** What a network or somebody on it makes of an answer. */
  tamper: (sdp: string) => string = (sdp) => sdp;
  /** Why a change by the operator is refused. */
  changeRefusal: Refusal | null = null;
  readonly #readers = new Set<ServerResponse>();
  readonly #levelReaders = new Set<ServerResponse>();
  readonly #telling = setInterval(() => {
    if (this.level) this.tell('level', this.level);
  }, 50);
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
    clearInterval(this.#telling);
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

  /** Sends an event to all who read them. */
  tell<Name extends keyof EventData>(name: Name, data: EventData[Name]): void {
    for (const reader of this.#readers) reader.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** The status as it is now, as an event. */
  tellStatus(): void {
    this.tell('status', this.#status());
  }

  /** To all who look at the levels of all inputs. */
  tellLevels(levels: SourceLevels): void {
    for (const reader of this.#levelReaders)
      reader.write(`event: levels\ndata: ${JSON.stringify(levels)}\n\n`);
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** How many look at the levels of all inputs. */
  get levelReaders(): number {
    return this.#levelReaders.size;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://stub');
    const isApi = pathname.startsWith('/api/') || pathname.startsWith('/offer');
    if (isApi && this.token !== null && request.headers.authorization !== `Bearer ${this.token}`) {
      const code = request.headers.authorization === undefined ? 'token-needed' : 'wrong-token';
      this.#refuse(response, { status: 401, code });
    } else if (request.method === 'POST' && pathname === '/offer') await this.#offer(request, response);
    else if (pathname.startsWith('/api/listeners/')) this.#disconnect(pathname.slice(15), response);
    else if (request.method === 'DELETE') this.#end(pathname.slice('/offer/'.length), response);
    else if (pathname === '/api/status') this.#json(response, 200, this.#status());
    else if (pathname === '/api/access')
      this.#json(response, 200, { role: this.role, tokenNeeded: this.token !== null });
    else if (pathname === '/api/events') this.#events(response);
    else if (pathname === '/api/sources/levels') this.#levels(response);
    else if (pathname === '/api/defaults') await this.#listDefaults(request, response);
    else if (pathname === '/api/source') await this.#change(request, response, this.chosen);
    else if (pathname === '/api/processing') await this.#change(request, response, this.processed);
    else await this.#file(pathname, response);
  }

  #events(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#readers.add(response);
    response.on('close', () => this.#readers.delete(response));
    response.write(`retry: 1000\n\nevent: status\ndata: ${JSON.stringify(this.#status())}\n\n`);
    response.write(`event: sources\ndata: ${JSON.stringify(this.sources)}\n\n`);
  }

  #levels(response: ServerResponse): void {
    if (this.levelsRefusal) {
      this.#refuse(response, this.levelsRefusal);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    this.#levelReaders.add(response);
    response.on('close', () => this.#levelReaders.delete(response));
  }

  async #listDefaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PATCH') {
      const change = JSON.parse(await text(request)) as DefaultsRequest;
      this.defaulted.push(change);
      if (this.changeRefusal) {
        this.#refuse(response, this.changeRefusal);
        return;
      }
      this.defaults = this.defaults.map((each) =>
        Object.hasOwn(change, each.name) ? { ...each, value: change[each.name] ?? null } : each,
      );
    }
    this.#json(response, 200, this.defaults);
  }

  async #change<Request>(request: IncomingMessage, response: ServerResponse, seen: Request[]): Promise<void> {
    seen.push(JSON.parse(await text(request)) as Request);
    if (this.changeRefusal) this.#refuse(response, this.changeRefusal);
    else this.#json(response, 200, {});
  }

  #disconnect(id: string, response: ServerResponse): void {
    this.disconnected.push(id);
    response.writeHead(204).end();
  }

  #refuse(response: ServerResponse, { status, code, title = code, detail = '', retryAfter }: Refusal): void {
    const problem: Problem = { type: 'about:blank', title, status, detail, code };
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    this.#json(response, status, problem, 'application/problem+json');
  }

  async #offer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { sdp } = JSON.parse(await text(request)) as OfferRequest;
    this.offers.push(sdp);
    if (this.refusal) {
      this.#refuse(response, this.refusal);
      return;
    }
    const id = `session-${this.offers.length}`;
    this.sessions.add(id);
    const answer: OfferAnswer = {
      sdp: this.tamper(await this.answer(id, sdp)),
      type: 'answer',
      id,
      applied: stubApplied,
      captured: { timestamp: 0, at: 0 },
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
