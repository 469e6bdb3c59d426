import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EngineState, EngineStatus } from '../api.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import type { Engine, EngineEvents } from './engine.js';
import { Heartbeat } from './heartbeat.js';
import { EngineProcess } from './process.js';
import type {
  CodecSpec,
  Device,
  EngineEvent,
  EngineEventMap,
  EngineInfo,
  EngineMethods,
  FilterSpec,
  ListenerPlan,
  SourceReport,
  SourceSpec,
} from './protocol.js';
import { Reserve } from './reserve.js';
import { RestartPolicy, TOO_MANY_DEATHS } from './restart-policy.js';

const START_TIMEOUT_MS = 15_000;
const OPEN_TIMEOUT_MS = 5_000;
const STOP_GRACE_MS = 2_000;

const defaultEntry = fileURLToPath(new URL('../gst/main.js', import.meta.url));

interface Options {
  codecs: CodecSpec[];
  /** Element names whose absence the start reports. */
  elements: string[];
  /** Capture goes on while nobody listens. */
  keepAlive: boolean;
  /** Listeners without RTCP receiver reports for this long are closed, s. */
  liveness: number;
  log: Logger;
  /** The engine's program. */
  entry?: string;
}

/** Keeps one engine process alive: starts it, pings it, starts it again when it dies. */
export class EngineSupervisor extends EventEmitter<EngineEvents> implements Engine {
  #process: EngineProcess | undefined;
  #state: EngineState = 'starting';
  #reason: string | undefined;
  #restarts = 0;
  readonly #policy = new RestartPolicy();
  /** When the next try after a pause is, ms since the epoch. */
  #triedAt = 0;
  #source: SourceSpec | undefined;
  #filters: FilterSpec[] = [];
  #metering = false;
  #restartTimer: NodeJS.Timeout | undefined;
  #heartbeat: Heartbeat | undefined;
  #closing: Promise<void> | undefined;
  #reserve: Reserve | undefined;

  constructor(private readonly options: Options) {
    super();
  }

  get status(): EngineStatus {
    const reason = this.#reason;
    return {
      state: this.#state,
      pid: this.#process?.pid ?? null,
      restarts: this.#restarts,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  async start(): Promise<EngineInfo> {
    try {
      return await this.#launch();
    } catch (error) {
      await this.close();
      throw new AppError('engine-failed', `The audio engine does not start: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }

  /** From now on a second process is kept ready, to take over at once when the first one dies. Idempotent. */
  keepReserve(): void {
    if (this.#closing) return;
    this.#reserve ??= new Reserve(() => this.#makeProcess(), this.#params(true), this.options.log);
    this.#reserve.fill();
  }

  async setSource(source: SourceSpec): Promise<void> {
    await this.#build(`Source "${source.name}"`, 'setSource', source);
    this.#source = source;
  }

  async setProcessing(filters: FilterSpec[]): Promise<void> {
    await this.#build('The processing chain', 'setProcessing', filters);
    this.#filters = filters;
  }

  async setMetering(on: boolean): Promise<void> {
    this.#metering = on;
    // An engine that is away is told when it comes back.
    if (this.#state === 'ready') await this.#process?.request('setMetering', { on });
  }

  async probe(sources: SourceSpec[]): Promise<void> {
    await this.#ready().request('probe', sources);
  }

  inspect(source: SourceSpec): Promise<SourceReport> {
    return this.#build(`Source "${source.name}"`, 'inspect', source);
  }

  devices(): Promise<Device[]> {
    return this.#ready().request('devices', null);
  }

  async open(id: string, plan: ListenerPlan): Promise<EngineMethods['open']['result']> {
    try {
      return await this.#ready().request('open', { id, plan }, OPEN_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('negotiation-failed', `The engine could not make a listener: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }

  async closeListener(id: string): Promise<void> {
    // An engine that is gone has no listeners left to close.
    await this.#process?.request('close', { id }).catch(() => undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  /** @throws AppError `invalid-pipeline` with GStreamer's reason */
  async #build<M extends 'setSource' | 'setProcessing' | 'inspect'>(
    what: string,
    method: M,
    params: EngineMethods[M]['params'],
  ): Promise<EngineMethods[M]['result']> {
    try {
      return await this.#ready().request(method, params);
    } catch (error) {
      if (error instanceof AppError) throw error;
      const detail = `${what} cannot be used: ${reasonOf(error)}. Check launch text and parameters.`;
      throw new AppError('invalid-pipeline', detail, { cause: error });
    }
  }

  async #stop(): Promise<void> {
    this.#state = 'stopped';
    clearTimeout(this.#restartTimer);
    this.#heartbeat?.stop();
    await Promise.all([this.#process?.stop(STOP_GRACE_MS), this.#reserve?.close(STOP_GRACE_MS)]);
  }

  #makeProcess(): EngineProcess {
    return new EngineProcess(this.options.entry ?? defaultEntry);
  }

  #params(warmUp: boolean): EngineMethods['start']['params'] {
    const { codecs, elements, keepAlive, liveness } = this.options;
    return { codecs, elements, keepAlive, liveness: liveness * 1000, warmUp };
  }

  #ready(): EngineProcess {
    if (this.#state === 'ready' && this.#process) return this.#process;
    const seconds = Math.max(1, Math.ceil((this.#triedAt - Date.now()) / 1000));
    const detail =
      this.#state === 'broken' && this.#reason !== undefined
        ? `The audio engine is away: ${this.#reason}`
        : 'The audio engine is starting. Try again in a second.';
    throw new AppError('engine-unavailable', detail, { retryAfter: seconds });
  }

  async #launch(): Promise<EngineInfo> {
    const { log } = this.options;
    const bornAt = Date.now();
    const child = this.#reserve?.take() ?? this.#makeProcess();
    this.#process = child;
    child.on('event', (event, data) => this.#relay(event, data));
    child.on('output', (line) => log.warn('engine output', { line }));
    child.once('exit', (reason) => this.#died(child, reason, Date.now() - bornAt));
    // After a death the listeners are waiting: whoever comes first loses no more than all would.
    const info = await child.request('start', this.#params(this.#restarts === 0), START_TIMEOUT_MS);
    if (this.#filters.length > 0) await child.request('setProcessing', this.#filters);
    if (this.#metering) await child.request('setMetering', { on: true });
    if (this.#source) await child.request('setSource', this.#source);
    if (this.#process !== child || this.#closing) throw new Error('it ended while it started');
    this.#state = 'ready';
    this.#reason = undefined;
    this.#heartbeat = new Heartbeat(child, () => {
      log.error('the audio engine hangs and is ended by force', { pid: child.pid });
      child.kill();
    });
    this.emit('ready', info);
    this.#reserve?.fill();
    return info;
  }

  #died(child: EngineProcess, reason: string, aliveMs: number): void {
    if (this.#process !== child || this.#closing) return;
    this.#heartbeat?.stop();
    const wasReady = this.#state !== 'starting';
    const { delay, isBroken } = this.#policy.died(Date.now(), aliveMs);
    this.#state = isBroken ? 'broken' : 'restarting';
    this.#restarts += 1;
    this.#triedAt = Date.now() + delay;
    this.#reason = isBroken ? brokenFor(reason, delay) : reason;
    this.options.log.error('the audio engine died', { reason: this.#reason, restarts: this.#restarts });
    this.emit('died', { reason: this.#reason });
    if (!wasReady) return; // start() reports it
    this.#restartTimer = setTimeout(() => void this.#restart(), delay);
  }

  async #restart(): Promise<void> {
    try {
      await this.#launch();
      this.options.log.info('the audio engine runs again', { pid: this.#process?.pid ?? null });
    } catch (error) {
      // A process that ended has scheduled the next try itself; one that only refuses is ended to the same effect.
      this.options.log.error('the audio engine did not come back', { reason: reasonOf(error) });
      this.#process?.kill();
    }
  }

  #relay(event: EngineEvent, data: EngineEventMap[EngineEvent]): void {
    if (event === 'log') {
      const { level, message, ...fields } = data as EngineEventMap['log'];
      this.options.log[level](message, fields);
    } else {
      // A filter that failed is no part of the chain any more, neither in this engine nor in the next one.
      if (event === 'filter')
        this.#filters = this.#filters.filter(({ name }) => name !== (data as EngineEventMap['filter']).name);
      this.emit(event, data as never);
    }
  }
}

function brokenFor(reason: string, delayMs: number): string {
  const seconds = Math.round(delayMs / 1000);
  return `it died too often (${String(TOO_MANY_DEATHS)} times in a minute, or again soon after such a time; at last ${reason}) and is tried again ${String(seconds)} s later. The log says what happened before; "npm start -- doctor" looks for a cause.`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
