import type { SourceStatus } from '../api.js';
import type { Logger } from '../log/logger.js';
import type { Engine, EngineEvents } from './engine.js';
import type { SourceSpec } from './protocol.js';

/** What is known of the source: what was asked for, and what the engine last said of it. */
export class SourceState {
  #status: SourceStatus;

  constructor(
    spec: SourceSpec,
    engine: Pick<Engine, 'on'>,
    private readonly log: Logger,
  ) {
    this.#status = { ...identity(spec), state: 'starting' };
    engine.on('source', (event) => this.#changed(event));
    engine.on('died', () => this.#lost());
  }

  get status(): SourceStatus {
    return this.#status;
  }

  #changed({ name, state, reason }: EngineEvents['source'][0]): void {
    if (name !== this.#status.name) return;
    this.#set({ state, ...(reason === undefined ? {} : { reason }) });
    const fields = { source: name, state, ...(reason === undefined ? {} : { reason }) };
    this.log[state === 'waiting' || state === 'failed' ? 'warn' : 'info']('source', fields);
  }

  #lost(): void {
    this.#set({ state: 'waiting', reason: 'the audio engine is being restarted' });
  }

  #set(change: Pick<SourceStatus, 'state' | 'reason'>): void {
    const { name, title, kind } = this.#status;
    this.#status = { name, title, kind, ...change };
  }
}

function identity({ name, title, kind }: SourceSpec): Pick<SourceStatus, 'name' | 'title' | 'kind'> {
  return { name, title, kind };
}
