import type { SourceState } from '../api.js';
import type { SourceSpec } from '../engine/protocol.js';

/** Below this nobody hears anything, dBFS. */
const SILENCE_DB = -90;
/** A source counts as silent after this; pauses between two sentences are shorter. */
const SILENT_MS = 3000;

/** Says how the wished source does, each thing once. */
export class SourceReporter {
  #said = '';
  /** When it was last heard, ms since the epoch. */
  #soundAt = 0;

  constructor(private readonly onState: (state: SourceState, spec: SourceSpec, reason?: string) => void) {}

  say(state: SourceState, spec: SourceSpec, reason?: string): void {
    const report = JSON.stringify([state, spec.name, reason]);
    if (report === this.#said) return;
    this.#said = report;
    this.onState(state, spec, reason);
  }

  /** It begins to be heard; silence counts from now on. */
  taken(): void {
    this.#soundAt = Date.now();
  }

  /** @param peak of what it delivered, dBFS */
  delivered(spec: SourceSpec, peak: number): void {
    const now = Date.now();
    if (peak > SILENCE_DB) this.#soundAt = now;
    this.say(now - this.#soundAt > SILENT_MS ? 'silent' : 'running', spec);
  }
}
