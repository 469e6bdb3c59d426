import { join } from 'node:path';
import type { SourceList, SourceRequest, SourceStatus } from '../api.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import type { Device } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { loadSources, type Sources } from '../pipelines/catalog.js';
import { valueOf, valuesThatFit } from '../pipelines/resolve.js';
import { resolveSource } from '../pipelines/source.js';
import { DeviceList } from './device-list.js';
import { FileWatch } from './file-watch.js';
import { findSource } from './find-source.js';
import { listAll, type Playing } from './listing.js';
import { refuseMissing } from './missing-elements.js';
import { OneAtATime } from './one-at-a-time.js';
import { type Probed, probedOf } from './probed.js';
import { SourceState } from './source-state.js';
import { vetDevice } from './vet-device.js';

export interface SourceControlParts {
  engine: Pick<Engine, 'setSource' | 'devices' | 'on' | 'off'>;
  /** With `sources` in it. */
  folder: string;
  files: Sources;
  playing: Playing;
  devices: Device[];
  missingElements: readonly string[];
  log: Logger;
  /** `status` has changed. */
  onStatus: () => void;
  /** What `list` gives has changed. */
  onSources: () => void;
}

/** Owns what plays: the chosen source with its parameters, also while its file is being edited. */
export class SourceControl {
  readonly #parts: SourceControlParts;
  readonly #state: SourceState;
  readonly #devices: DeviceList;
  readonly #turns = new OneAtATime();
  #watch: FileWatch | undefined;
  #files: Sources;
  #playing: Playing;
  #missing: readonly string[];
  /** What is wrong with the file of the source that plays. */
  #fault: string | undefined;

  readonly #onReady = (...[info]: EngineEvents['ready']) => {
    this.#missing = info.missingElements;
    // An edit may have come while there was no engine to apply it.
    void this.reload();
  };

  constructor(parts: SourceControlParts) {
    this.#parts = parts;
    this.#files = parts.files;
    this.#playing = parts.playing;
    this.#missing = parts.missingElements;
    const { definition, values } = parts.playing;
    this.#state = new SourceState(resolveSource(definition, values), parts.engine, parts.log, parts.onStatus);
    this.#devices = new DeviceList(parts.engine, parts.devices, parts.onSources);
    parts.engine.on('ready', this.#onReady);
  }

  get status(): SourceStatus {
    const { definition, values } = this.#playing;
    const parameters = Object.entries(definition.parameters).map(
      ([name, parameter]) => [name, valueOf(name, parameter, values)] as const,
    );
    const { status } = this.#state;
    return parameters.length === 0 ? status : { ...status, parameters: Object.fromEntries(parameters) };
  }

  /**
   * Plays what was chosen at the start, and follows its files from then on.
   * @throws AppError `invalid-pipeline`
   */
  async start(): Promise<void> {
    await this.#turns.run(() => this.#play(this.#playing));
    const { folder, log } = this.#parts;
    this.#watch = new FileWatch({
      folder: join(folder, 'sources'),
      onChange: () => void this.reload(),
      onTrouble: (reason) =>
        log.warn('the folder of sources cannot be watched for changes', { folder, reason }),
    });
  }

  /** Every source and device, with what keeps each from being used. */
  async list(): Promise<SourceList> {
    const devices = await this.#devices.current();
    return listAll(this.#files, devices, this.#missing, { ...this.#playing, state: this.status.state });
  }

  /** What can be played unheard to show how loud it is, as the devices and files are now. */
  async probed(): Promise<Probed[]> {
    const devices = await this.#devices.current();
    return probedOf(this.#files.sources.values(), devices, this.#missing, this.#playing);
  }

  /**
   * Plays another source, or the same with other parameters. On an error the old one plays on.
   * @throws AppError `unknown-source`, `unknown-device`, `invalid-pipeline`, `missing-elements`, `engine-unavailable`
   */
  choose({ name, parameters: values = {} }: SourceRequest): Promise<SourceStatus> {
    return this.#turns.run(async () => {
      const definition = findSource(this.#files, name);
      refuseMissing(`Source "${name}"`, definition.requires, this.#missing);
      const playing = { definition, values };
      resolveSource(definition, values);
      vetDevice(playing, await this.#devices.current());
      await this.#play(playing);
      this.#parts.log.info('source chosen', { source: name, parameters: values });
      this.#parts.onSources();
      return this.status;
    });
  }

  /** Reads the files anew and applies what became of the one that plays. Never rejects. */
  reload(): Promise<void> {
    return this.#turns.run(async () => {
      const { folder, log, onSources } = this.#parts;
      try {
        const known = this.#files.problems;
        this.#files = loadSources(folder);
        for (const [name, { message }] of this.#files.problems) {
          if (known.get(name)?.message !== message) log.warn(message);
        }
        await this.#follow();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        log.warn(error.message);
      }
      onSources();
    });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#watch?.close();
    this.#state.close();
    this.#devices.close();
    this.#parts.engine.off('ready', this.#onReady);
    await this.#turns.idle();
  }

  async #play(playing: Playing): Promise<void> {
    const spec = resolveSource(playing.definition, playing.values);
    await this.#state.become(spec, () => this.#parts.engine.setSource(spec));
    this.#playing = playing;
    this.#fault = undefined;
  }

  async #follow(): Promise<void> {
    const { definition: old, values } = this.#playing;
    const definition = this.#files.sources.get(old.name);
    if (!definition) {
      const problem = this.#files.problems.get(old.name)?.message;
      this.#blame(problem ?? `The file of source "${old.name}" is gone.`);
    } else if (JSON.stringify(definition) === JSON.stringify(old)) {
      this.#blame(undefined);
    } else {
      // A device of one kind is none for another.
      const kept = definition.kind === old.kind ? valuesThatFit(definition.parameters, values) : {};
      await this.#apply({ definition, values: kept });
    }
  }

  async #apply(playing: Playing): Promise<void> {
    const { name, requires } = playing.definition;
    try {
      refuseMissing(`Source "${name}"`, requires, this.#missing);
      await this.#play(playing);
      this.#parts.log.info('the edited source plays', { source: name });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#blame(`${this.#files.places.get(name) ?? name}: ${error.message}`);
    }
  }

  #blame(fault: string | undefined): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    const { name } = this.#playing.definition;
    if (fault === undefined)
      this.#parts.log.info('the file of the source is in order again', { source: name });
    else
      this.#parts.log.warn('the edited source cannot be used; what was there before plays on', {
        source: name,
        reason: fault,
      });
    this.#state.fault = fault === undefined ? undefined : `${fault} What was there before plays on.`;
  }
}
