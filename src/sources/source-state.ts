import type { SourceStatus } from '../api.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import type { SourceSpec } from '../engine/protocol.js';
import type { Logger } from '../log/logger.js';

type Said = Pick<SourceStatus, 'state' | 'reason'>;

/** What is known of the source: what was asked for, what the engine last said of it, and what is wrong with its file. */
export class SourceState {
  #identity: Pick<SourceStatus, 'name' | 'title' | 'kind'>;
  #said: Said = { state: 'starting' };
  /** Name of the source that the engine is being given, and what it already said of it. */
  #next: { name: string; said?: Said } | undefined;
  #fault: string | undefined;

  readonly #onSource = (...[event]: EngineEvents['source']) => this.#changed(event);
  readonly #onDied = () => this.#say({ state: 'waiting', reason: 'the audio engine is being restarted' });

  constructor(
    spec: SourceSpec,
    private readonly engine: Pick<Engine, 'on' | 'off'>,
    private readonly log: Logger,
    private readonly onChange: () => void,
  ) {
    this.#identity = identityOf(spec);
    engine.on('source', this.#onSource);
    engine.on('died', this.#onDied);
  }

  get status(): SourceStatus {
    const { state, reason = this.#fault } = this.#said;
    return { ...this.#identity, state, ...(reason === undefined ? {} : { reason }) };
  }

  /** Becomes another source if `give`, which gives it to the engine, succeeds; else all stays as it was. */
  async become(spec: SourceSpec, give: () => Promise<void>): Promise<void> {
    // The engine speaks of the new source before it confirms it.
    const next: { name: string; said?: Said } = { name: spec.name };
    this.#next = next;
    try {
      await give();
    } finally {
      this.#next = undefined;
    }
    this.#identity = identityOf(spec);
    this.#fault = undefined;
    this.#said = next.said ?? { state: 'starting' };
    this.onChange();
  }

  /** What is wrong with the file of the source, while what was in it before plays on; undefined: nothing. */
  set fault(reason: string | undefined) {
    this.#fault = reason;
    this.onChange();
  }

  close(): void {
    this.engine.off('source', this.#onSource);
    this.engine.off('died', this.#onDied);
  }

  #changed({ name, state, reason }: EngineEvents['source'][0]): void {
    const said: Said = reason === undefined ? { state } : { state, reason };
    if (this.#next?.name === name) this.#next.said = said;
    else if (name !== this.#identity.name) return;
    if (name === this.#identity.name) this.#say(said);
    this.log[state === 'waiting' || state === 'failed' ? 'warn' : 'info']('source', {
      source: name,
      ...said,
    });
  }

  #say(said: Said): void {
    this.#said = said;
    this.onChange();
  }
}

function identityOf({ name, title, kind }: SourceSpec): Pick<SourceStatus, 'name' | 'title' | 'kind'> {
  return { name, title, kind };
}
