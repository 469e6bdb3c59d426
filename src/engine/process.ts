import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { AppError } from '../errors.js';
import type { EngineEvent, EngineEventMap, EngineMessage, EngineMethod, EngineMethods } from './protocol.js';

/** A hung sound server may block the engine for seconds while its sound goes on: answers may take that long. */
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * For glibc (mallopt(3)): threads come and go with each listener, and left to itself it scatters what stays over
 * an arena per thread, so that memory grows for thousands of listeners before it levels off.
 */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

interface ProcessEvents {
  event: [EngineEvent, EngineEventMap[EngineEvent]];
  /** What GStreamer's libraries print by themselves. */
  output: [string];
  /** After this nothing else comes. */
  exit: [string];
}

/** One engine process: requests with their answers, and its end. */
export class EngineProcess extends EventEmitter<ProcessEvents> {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #requests = 0;
  #gone = false;

  constructor(entry: string) {
    super();
    const env = { ...MEMORY, ...process.env };
    this.#child = fork(entry, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [], env });
    this.#child.on('message', (message: EngineMessage) => this.#receive(message));
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#readLines(stream);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#end(`it could not be started: ${error.message}`, resolve));
      this.#child.once('exit', (code, signal) =>
        this.#end(signal ? `it was ended by ${signal}` : `it exited with code ${String(code)}`, resolve),
      );
    });
  }

  get pid(): number | null {
    return this.#gone ? null : (this.#child.pid ?? null);
  }

  /**
   * @throws AppError `engine-timeout`, `engine-unavailable` when the process ends first; Error with the engine's own reason
   */
  request<M extends EngineMethod>(
    method: M,
    params: EngineMethods[M]['params'],
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<EngineMethods[M]['result']> {
    if (this.#gone || !this.#child.connected) return Promise.reject(gone('it has ended'));
    const request = (this.#requests += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(request);
        reject(
          new AppError(
            'engine-timeout',
            `The audio engine did not answer "${method}" within ${String(timeoutMs)} ms.`,
            { retryAfter: 2 },
          ),
        );
      }, timeoutMs);
      this.#pending.set(request, { resolve: resolve as Pending['resolve'], reject, timer });
      this.#child.send({ request, method, params });
    });
  }

  /** Ends the process in order, by force after the given time. Resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.kill(), graceMs);
    // Whether it answers or dies, the wait below covers both.
    this.request('stop', null, graceMs).catch(() => undefined);
    await this.#exited;
    clearTimeout(timer);
  }

  /** By force: for a process that hangs. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #receive(message: EngineMessage): void {
    if ('event' in message) {
      this.emit('event', message.event, message.data);
      return;
    }
    const pending = this.#pending.get(message.reply);
    if (!pending) return;
    this.#pending.delete(message.reply);
    clearTimeout(pending.timer);
    if ('error' in message) pending.reject(new Error(message.error.message));
    else pending.resolve(message.result);
  }

  #end(reason: string, resolve: () => void): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(gone(reason));
    }
    this.#pending.clear();
    resolve();
    this.emit('exit', reason);
  }

  #readLines(stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') this.emit('output', line);
    });
  }
}

function gone(reason: string): AppError {
  const detail = `The audio engine is being restarted (${reason}). Try again in a second.`;
  return new AppError('engine-unavailable', detail, { retryAfter: 1 });
}
