/** Earshot's HTTP interface as a `fetch` that tests steer; it keeps account of the sessions. */

import type { OfferAnswer, OfferRequest, Status } from '../../src/api.js';
import { stubApplied } from './stub-applied.js';

export type Reply = () => Response | Promise<Response>;

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: 'about:blank', title: `Title of ${code}`, status, detail: `Detail of ${code}.`, code };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

export class FakeEarshot {
  /** What POST /offer does instead of answering. */
  reply: Reply | null = null;
  /** Nothing can be reached. */
  down = false;
  engine: Status['engine'] = { state: 'ready', pid: 100, restarts: 0 };
  readonly open = new Set<string>();
  /** The largest number of sessions there ever were at once. */
  most = 0;
  readonly offers: { at: number; sdp: string }[] = [];
  readonly deleted: string[] = [];
  /** Sessions that the operator has ended. */
  readonly disconnected = new Set<string>();
  statusRequests = 0;
  /** ms between a request for the status, which decides what it says, and its arrival. */
  statusDelay = 0;

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(input as string);
    if (pathname === '/api/status') this.statusRequests++;
    if (this.down) throw new TypeError('Failed to fetch');
    if (init.method === 'POST' && pathname === '/offer') return this.#offer(init.body as string);
    if (init.method === 'DELETE' && pathname.startsWith('/offer/')) return this.#delete(pathname.slice(7));
    if (pathname === '/api/status') return this.#status();
    return problem(404, 'not-found');
  };

  /** Ends all sessions as a dying engine does. */
  loseEngine(): void {
    this.open.clear();
    this.engine = { ...this.engine, state: 'restarting', pid: null };
    this.reply = () => problem(503, 'engine-unavailable', { 'retry-after': '1' });
  }

  restartEngine(): void {
    const restarts = this.engine.restarts + 1;
    this.engine = { state: 'ready', pid: 100 + restarts, restarts };
    this.reply = null;
  }

  /** The ordinary answer; opens a session. */
  accept(id = `s${this.offers.length}`): Response {
    this.open.add(id);
    this.most = Math.max(this.most, this.open.size);
    const answer: OfferAnswer = {
      sdp: 'v=0\r\n',
      type: 'answer',
      id,
      applied: stubApplied,
      captured: { timestamp: 0, at: 0 },
    };
    return Response.json(answer);
  }

  async #offer(body: string): Promise<Response> {
    const { sdp } = JSON.parse(body) as OfferRequest;
    this.offers.push({ at: performance.now(), sdp });
    return this.reply ? this.reply() : this.accept();
  }

  #delete(id: string): Response {
    this.deleted.push(id);
    if (this.disconnected.has(id)) return problem(410, 'disconnected');
    return this.open.delete(id) ? new Response(null, { status: 204 }) : problem(404, 'session-not-found');
  }

  async #status(): Promise<Response> {
    const listener = {
      codec: 'opus',
      since: '2026-01-01T00:00:00Z',
      state: 'connected',
      applied: stubApplied,
    };
    const status = {
      version: '1.2.3',
      source: { name: 'test-tone', title: 'Test tone', kind: 'test', state: 'running' },
      encoders: [],
      listeners: [...this.open].map((id) => ({ id: `public-${id}`, ...listener })),
      engine: this.engine,
    };
    const response = Response.json(status);
    if (this.statusDelay > 0) await new Promise((resolve) => setTimeout(resolve, this.statusDelay));
    return response;
  }
}
