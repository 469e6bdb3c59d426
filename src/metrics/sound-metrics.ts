import { Counter, Gauge, type Registry } from 'prom-client';
import type { EngineState, SourceState, Status } from '../api.js';

const SOURCE_STATES: readonly SourceState[] = ['starting', 'running', 'silent', 'waiting', 'failed', 'idle'];
const ENGINE_STATES: readonly EngineState[] = ['starting', 'ready', 'restarting', 'broken', 'stopped'];
const CODECS = ['opus', 'g722', 'pcmu', 'pcma'] as const;

/** Engine, source and encoders. */
export class SoundMetrics {
  readonly #sourceFailures: Counter;

  constructor(registry: Registry, status: () => Status) {
    const registers = [registry];
    new Gauge({
      name: 'earshot_encoders',
      help: 'Encoders that have listeners, by codec.',
      labelNames: ['codec'],
      registers,
      collect() {
        for (const codec of CODECS) {
          this.set({ codec }, status().encoders.filter((encoder) => encoder.codec === codec).length);
        }
      },
    });
    new Gauge({
      name: 'earshot_engine_state',
      help: '1 for the state that the engine is in.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of ENGINE_STATES) this.set({ state }, Number(status().engine.state === state));
      },
    });
    new Counter({
      name: 'earshot_engine_restarts_total',
      help: 'Deaths of the engine.',
      registers,
      collect() {
        this.reset();
        this.inc(status().engine.restarts);
      },
    });
    new Gauge({
      name: 'earshot_source_state',
      help: '1 for the state that the source is in.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of SOURCE_STATES) this.set({ state }, Number(status().source.state === state));
      },
    });
    this.#sourceFailures = new Counter({
      name: 'earshot_source_failures_total',
      help: 'Times that the source stopped delivering and was to be started again.',
      registers,
    });
  }

  sourceBecame(state: SourceState): void {
    if (state === 'waiting' || state === 'failed') this.#sourceFailures.inc();
  }
}
