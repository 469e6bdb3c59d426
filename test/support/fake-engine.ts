import { EventEmitter } from 'node:events';
import type { EngineStatus, SourceState } from '../../src/api.js';
import type { Engine, EngineEvents } from '../../src/engine/engine.js';
import type {
  Device,
  EngineInfo,
  EngineMethods,
  FilterSpec,
  ListenerEnd,
  ListenerPlan,
  RtpOrigin,
  SourceReport,
  SourceSpec,
} from '../../src/engine/protocol.js';
import { AppError } from '../../src/errors.js';
import { webrtcbinAnswer } from './webrtcbin-answer.js';

const info: EngineInfo = { gstreamer: [1, 22, 0], missingElements: [] };

/**
 * An engine without sound: it keeps account of its listeners and says what a test tells it to.
 * As the real one, it handles what it is sent in order and may be told to close what it does not know.
 */
export class FakeEngine extends EventEmitter<EngineEvents> implements Engine {
  status: EngineStatus = { state: 'ready', pid: 1, restarts: 0 };
  /** Listeners that would use resources now. */
  readonly branches = new Map<string, ListenerPlan>();
  readonly closed: string[] = [];
  answer = webrtcbinAnswer;
  origin: RtpOrigin = { timestamp: 0, at: 0 };
  /** What open() fails with. */
  openFailure: AppError | undefined;
  closeFailure: AppError | undefined;
  /** Every source it was given, the last one playing. */
  readonly sources: SourceSpec[] = [];
  /** Every chain it was given, the last one in use. */
  readonly chains: FilterSpec[][] = [];
  /** What setSource() and setProcessing() fail with. */
  buildFailure: AppError | undefined;
  metering = false;
  /** Every list of sources that were to be played unheard, the last one playing. */
  readonly probes: SourceSpec[][] = [];
  probeFailure: AppError | undefined;
  /** What devices() answers; an error is what it fails with. */
  machine: Device[] | AppError = [];
  #gate: Promise<void> | undefined;

  start(): Promise<EngineInfo> {
    return Promise.resolve(info);
  }

  async setSource(source: SourceSpec): Promise<void> {
    await this.#gate;
    if (this.buildFailure) throw this.buildFailure;
    this.sources.push(source);
    // The engine speaks of a source before it confirms it.
    this.emit('source', { name: source.name, state: 'starting' });
  }

  setProcessing(filters: FilterSpec[]): Promise<void> {
    if (this.buildFailure) return Promise.reject(this.buildFailure);
    this.chains.push(filters);
    return Promise.resolve();
  }

  setMetering(on: boolean): Promise<void> {
    this.metering = on;
    return Promise.resolve();
  }

  probe(sources: SourceSpec[]): Promise<void> {
    if (this.probeFailure) return Promise.reject(this.probeFailure);
    this.probes.push(sources);
    return Promise.resolve();
  }

  inspect(): Promise<SourceReport> {
    return Promise.resolve({ level: null, caps: null, latencyMs: null, startMs: null, error: null });
  }

  devices(): Promise<Device[]> {
    return Array.isArray(this.machine) ? Promise.resolve(this.machine) : Promise.reject(this.machine);
  }

  /** Makes every open() and setSource() wait until the returned function is called. */
  holdOpening(): () => void {
    let release: () => void = () => undefined;
    this.#gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  async open(id: string, plan: ListenerPlan): Promise<EngineMethods['open']['result']> {
    await this.#gate;
    // Made even if the answer then fails: the worst case for whoever has to clean up.
    this.branches.set(id, plan);
    if (this.openFailure) throw this.openFailure;
    return { sdp: this.answer, origin: this.origin };
  }

  closeListener(id: string): Promise<void> {
    this.closed.push(id);
    this.branches.delete(id);
    return this.closeFailure ? Promise.reject(this.closeFailure) : Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Tells how the source does that it was given last. */
  say(state: SourceState, reason?: string): void {
    const name = this.sources.at(-1)?.name ?? '';
    this.emit('source', reason === undefined ? { name, state } : { name, state, reason });
  }

  connect(id: string): void {
    this.emit('connected', { id });
  }

  end(id: string, reason: ListenerEnd): void {
    this.branches.delete(id);
    this.emit('ended', { id, reason });
  }

  die(): void {
    this.branches.clear();
    this.emit('died', { reason: 'killed by a test' });
  }
}
