/** The server's HTTP interface as this page uses it. */

import type {
  AccessInfo,
  DefaultsRequest,
  FilterStatus,
  ListedDefault,
  OfferAnswer,
  OfferRequest,
  Problem,
  ProcessingRequest,
  ServerClock,
  SourceRequest,
  SourceStatus,
  Status,
} from '../../../src/api.js';
import { Trouble } from './trouble.js';

/** ms; the server promises its answer in 1.5 s. */
const OFFER_TIMEOUT = 8000;
const LEAVE_TIMEOUT = 1000;
const STATUS_TIMEOUT = 800;
/** Another source may need a while to start, ms. */
const CHANGE_TIMEOUT = 10_000;

export class Server {
  /**
   * @param base address of the page that Earshot serves, ending in a slash
   * @param token sent with every request (RFC 6750 section 2.1); null: none
   */
  constructor(
    private readonly base: string,
    private readonly fetch: typeof globalThis.fetch,
    private readonly token: () => string | null = () => null,
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

  /**
   * Ends a session; goes out even while the page is being left. Never throws: the server also notices by itself.
   * @returns the refusal where the operator had ended it already
   */
  async leave(id: string): Promise<Trouble | null> {
    try {
      await this.#request(`offer/${encodeURIComponent(id)}`, LEAVE_TIMEOUT, {
        method: 'DELETE',
        keepalive: true,
      });
    } catch (error) {
      const trouble = Trouble.from(error);
      if (trouble.code === 'disconnected') return trouble;
    }
    return null;
  }

  /** @throws Trouble, also when `signal` aborts */
  async status(signal: AbortSignal): Promise<Status> {
    const status = await this.#request('api/status', STATUS_TIMEOUT, { cache: 'no-store' }, signal);
    if (!isStatus(status)) throw new Trouble('bad-answer');
    return status;
  }

  /** The server's clock, ms since it started. @throws Trouble */
  async now(): Promise<number> {
    const { now } = (await this.#request('api/clock', STATUS_TIMEOUT, { cache: 'no-store' })) as ServerClock;
    return now;
  }

  /** What this page may do. @throws Trouble */
  async access(): Promise<AccessInfo> {
    return (await this.#request('api/access', STATUS_TIMEOUT, { cache: 'no-store' })) as AccessInfo;
  }

  /** Plays another source for everybody. @throws Trouble */
  async chooseSource(request: SourceRequest): Promise<SourceStatus> {
    return (await this.#send('PUT', 'api/source', request)) as SourceStatus;
  }

  /** Changes the sound for everybody. @throws Trouble */
  async changeProcessing(request: ProcessingRequest): Promise<FilterStatus[]> {
    return (await this.#send('PATCH', 'api/processing', request)) as FilterStatus[];
  }

  /** Ends somebody's listening. @param id the public one of the status @throws Trouble */
  async disconnect(id: string): Promise<void> {
    await this.#request(`api/listeners/${encodeURIComponent(id)}`, CHANGE_TIMEOUT, { method: 'DELETE' });
  }

  /** What new listeners get. @throws Trouble */
  async defaults(): Promise<ListedDefault[]> {
    return (await this.#request('api/defaults', STATUS_TIMEOUT, { cache: 'no-store' })) as ListedDefault[];
  }

  /** Changes it for whoever joins from then on. @throws Trouble */
  async changeDefaults(request: DefaultsRequest): Promise<ListedDefault[]> {
    return (await this.#send('PATCH', 'api/defaults', request)) as ListedDefault[];
  }

  /**
   * The server's events as they come.
   * @throws Trouble where there is no stream
   */
  events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.#stream('api/events', signal);
  }

  /**
   * How loud each source and device is, as events; every input is open meanwhile.
   * @throws Trouble where there is no stream
   */
  levels(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.#stream('api/sources/levels', signal);
  }

  /** By fetch, because EventSource cannot send a token. */
  async #stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    try {
      const response = await this.#fetch(path, {
        headers: { accept: 'text/event-stream' },
        cache: 'no-store',
        signal,
      });
      if (!response.ok) throw await refusal(response);
      if (!response.body) throw new Trouble('bad-answer');
      return response.body;
    } catch (error) {
      if (error instanceof Trouble) throw error;
      throw new Trouble('unreachable', '', { cause: error });
    }
  }

  #send(method: 'PUT' | 'PATCH', path: string, body: unknown): Promise<unknown> {
    return this.#request(path, CHANGE_TIMEOUT, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const token = this.token();
    const headers = { ...(init.headers as Record<string, string> | undefined) };
    if (token !== null) headers.authorization = `Bearer ${token}`;
    return this.fetch(new URL(path, this.base).href, { ...init, headers });
  }

  async #request(path: string, timeout: number, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeout);
    const onAbort = () => abort.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await this.#fetch(path, { ...init, signal: abort.signal });
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
