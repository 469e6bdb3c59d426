import { Registry } from 'prom-client';
import type { Status } from '../api.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import { ListenerMetrics } from './listener-metrics.js';
import { ProcessMetrics } from './process-metrics.js';
import { SoundMetrics } from './sound-metrics.js';

/** Everything that `GET /metrics` tells, in Prometheus' text format. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #listeners: ListenerMetrics;
  readonly #sound: SoundMetrics;
  readonly #processes: ProcessMetrics;

  readonly #onStats = (...[stats]: EngineEvents['stats']) => this.#listeners.reported(stats);
  readonly #onSource = (...[{ state }]: EngineEvents['source']) => this.#sound.sourceBecame(state);

  constructor(
    private readonly engine: Pick<Engine, 'on' | 'off'>,
    status: () => Status,
  ) {
    this.#listeners = new ListenerMetrics(this.#registry, status);
    this.#sound = new SoundMetrics(this.#registry, status);
    this.#processes = new ProcessMetrics(this.#registry, () => status().engine.pid);
    engine.on('stats', this.#onStats);
    engine.on('source', this.#onSource);
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  /** What became of an offer, `ms` after it came. */
  joined(outcome: string, ms: number): void {
    this.#listeners.joined(outcome, ms);
  }

  async text(): Promise<string> {
    await this.#processes.measure();
    return this.#registry.metrics();
  }

  /** Idempotent. */
  close(): void {
    this.engine.off('stats', this.#onStats);
    this.engine.off('source', this.#onSource);
  }
}
