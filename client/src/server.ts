/** The server's HTTP interface as this page uses it. */

import type { OfferAnswer, OfferRequest, Problem, Status } from '../../src/api.js';
import { Trouble } from './trouble.js';

/** ms; the server promises its answer in 1.5 s. */
const OFFER_TIMEOUT = 8000;
const LEAVE_TIMEOUT = 1000;
const STATUS_TIMEOUT = 800;

export class Server {
  /** @param base address of the page that Earshot serves, ending in a slash */
  constructor(
    private readonly base: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  /** @throws Trouble with the server's own code where it refused */
  async offer(sdp: string): Promise<OfferAnswer> {
    const body: OfferRequest = { sdp, type: 'offer' };
    const response = await this.#request('offer', OFFER_TIMEOUT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = response as Partial<OfferAnswer> | null;
    if (typeof answer?.sdp !== 'string' || typeof answer.id !== 'string' || !answer.applied) {
      throw new Trouble('bad-answer');
    }
    return answer as OfferAnswer;
  }

  /** Ends a session; goes out even while the page is being left. Never throws: the server also notices by itself. */
  async leave(id: string): Promise<void> {
    await this.#request(`offer/${encodeURIComponent(id)}`, LEAVE_TIMEOUT, {
      method: 'DELETE',
      keepalive: true,
    }).catch(() => undefined);
  }

  /** @throws Trouble, also when `signal` aborts */
  async status(signal: AbortSignal): Promise<Status> {
    const status = await this.#request('api/status', STATUS_TIMEOUT, { cache: 'no-store' }, signal);
    if (!isStatus(status)) throw new Trouble('bad-answer');
    return status;
  }

  async #request(path: string, timeout: number, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeout);
    const onAbort = () => abort.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const url = new URL(path, this.base).href;
      const response = await this.fetch(url, { ...init, signal: abort.signal });
      if (!response.ok) throw await refusal(response);
      return await jsonOf(response);
    } catch (error) {
      if (error instanceof Trouble) throw error;
      throw new Trouble(abort.signal.aborted ? 'no-reply' : 'unreachable', '', { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

/** Null where the body is not JSON; network errors while reading it are thrown. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isStatus(body: unknown): body is Status {
  const status = body as Partial<Status> | null;
  return Array.isArray(status?.listeners) && status.source !== undefined && status.engine !== undefined;
}

async function refusal(response: Response): Promise<Trouble> {
  const problem = ((await jsonOf(response)) ?? {}) as Partial<Problem>;
  const retryAfterMs = retryAfter(response.headers.get('retry-after'));
  return new Trouble(problem.code ?? 'refused', problem.detail ?? `HTTP ${response.status}`, {
    retry: response.status >= 500 || response.status === 408 || response.status === 429,
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(problem.title !== undefined && { title: problem.title }),
  });
}

/** `Retry-After` is seconds or a date (RFC 9110 section 10.2.3). @returns ms from now */
function retryAfter(value: string | null): number | null {
  if (value === null) return null;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
