import type { SourceLevels } from '../api.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import type { Logger } from '../log/logger.js';
import { OneAtATime } from './one-at-a-time.js';
import type { Probed } from './probed.js';

/** What has not reported for this long has no level any more, ms: some devices deliver half a second at once. */
const FRESH_MS = 2000;
const NOTHING = '[]';

export interface LevelProbeParts {
  engine: Pick<Engine, 'probe' | 'on' | 'off'>;
  /** What there is to be probed now. */
  probed: () => Promise<Probed[]>;
  log: Logger;
}

interface Peak {
  /** dBFS, the highest since it was told. */
  dbfs: number;
  /** ms of the monotonic clock. */
  at: number;
  isTold: boolean;
}

/** Has the engine play unheard what can be heard, while somebody wants to see how loud each of it is. */
export class LevelProbe {
  readonly #parts: LevelProbeParts;
  readonly #turns = new OneAtATime();
  #isWanted = false;
  #probed: readonly Probed[] = [];
  /** What the engine plays for it, as JSON; undefined: that is not known. */
  #given: string | undefined = NOTHING;
  readonly #peaks = new Map<string, Peak>();

  readonly #onProbe = (...[{ name, peak }]: EngineEvents['probe']) => this.#hear(name, Math.max(...peak));
  readonly #onDied = () => this.#forget(NOTHING);
  readonly #onReady = () => this.renew();

  constructor(parts: LevelProbeParts) {
    this.#parts = parts;
    parts.engine.on('probe', this.#onProbe);
    parts.engine.on('died', this.#onDied);
    parts.engine.on('ready', this.#onReady);
  }

  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#parts.log.info(
      isWanted ? 'all inputs are opened to show their levels' : 'no levels of inputs are shown any more',
    );
    void this.#turns.run(() => this.#apply());
  }

  /** Sources or devices may have changed. */
  renew(): void {
    if (this.#isWanted) void this.#turns.run(() => this.#apply());
  }

  /** The highest peaks since the last call. */
  take(): SourceLevels {
    const levels: SourceLevels = { sources: {}, devices: {} };
    const now = performance.now();
    for (const { spec, device, sources } of this.#probed) {
      const peak = this.#peaks.get(spec.name);
      if (!peak || now - peak.at > FRESH_MS) continue;
      peak.isTold = true;
      if (device !== undefined) levels.devices[device] = peak.dbfs;
      for (const source of sources) levels.sources[source] = peak.dbfs;
    }
    return levels;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const { engine } = this.#parts;
    this.want(false);
    engine.off('probe', this.#onProbe);
    engine.off('died', this.#onDied);
    engine.off('ready', this.#onReady);
    await this.#turns.idle();
  }

  #hear(name: string, dbfs: number): void {
    const last = this.#peaks.get(name);
    const isHigher = !last || last.isTold || dbfs > last.dbfs;
    this.#peaks.set(name, { dbfs: isHigher ? dbfs : last.dbfs, at: performance.now(), isTold: false });
  }

  async #apply(): Promise<void> {
    const { engine, probed, log } = this.#parts;
    try {
      const wished = this.#isWanted ? await probed() : [];
      const specs = wished.map(({ spec }) => spec);
      this.#probed = wished;
      if (JSON.stringify(specs) === this.#given) return;
      await engine.probe(specs);
      this.#given = JSON.stringify(specs);
    } catch (error) {
      // An engine that comes back is asked anew.
      this.#forget(undefined);
      log.debug('the sources cannot be probed', { error: String(error) });
    }
  }

  #forget(given: string | undefined): void {
    this.#given = given;
    this.#probed = [];
    this.#peaks.clear();
  }
}
