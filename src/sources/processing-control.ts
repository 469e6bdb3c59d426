import type { FilterState, FilterStatus, ProcessingRequest } from '../api.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import type { FilterSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import type { FilterDefinition } from '../pipelines/definition.js';
import { resolveFilter } from '../pipelines/filter.js';
import { type Values, valueOf } from '../pipelines/resolve.js';
import { listParameters } from './listing.js';
import { missingFor, refuseMissing } from './missing-elements.js';
import { OneAtATime } from './one-at-a-time.js';

export interface ProcessingControlParts {
  engine: Pick<Engine, 'setProcessing' | 'on' | 'off'>;
  /** In the order of the chain. */
  filters: readonly FilterDefinition[];
  /** Names of those that are on from the start. */
  enabled: readonly string[];
  /** What was chosen for their parameters, by name of the filter. */
  values?: Readonly<Record<string, Values>>;
  missingElements: readonly string[];
  log: Logger;
  /** `status` has changed. */
  onStatus: () => void;
}

/** A filter and how it is set; never changed, only replaced. */
interface Setting {
  definition: FilterDefinition;
  enabled: boolean;
  values: Values;
  /** Why it failed while it ran, and so is left out of the chain until somebody sets it anew. */
  failure?: string;
}

/** Owns the chain of filters between source and encoders. */
export class ProcessingControl {
  readonly #parts: ProcessingControlParts;
  readonly #turns = new OneAtATime();
  #settings: readonly Setting[];

  readonly #onFilter = (...[{ name, reason }]: EngineEvents['filter']) => {
    this.#parts.log.error('a filter failed and is left out', { filter: name, reason });
    this.#settings = this.#settings.map((setting) =>
      setting.definition.name === name ? { ...setting, failure: reason } : setting,
    );
    this.#parts.onStatus();
  };

  constructor(parts: ProcessingControlParts) {
    this.#parts = parts;
    this.#settings = parts.filters.map((definition) => ({
      definition,
      enabled: parts.enabled.includes(definition.name),
      values: parts.values?.[definition.name] ?? {},
    }));
    parts.engine.on('filter', this.#onFilter);
  }

  /** Every filter in the order of the chain, whether it is on or not. */
  get status(): FilterStatus[] {
    return this.#settings.map((setting) => {
      const { definition, enabled, values } = setting;
      const { name, title, parameters } = definition;
      const problem = this.#problemOf(setting);
      const listed = listParameters(parameters).map((parameter) => {
        const known = parameters[parameter.name];
        return { ...parameter, value: known ? valueOf(parameter.name, known, values) : parameter.default };
      });
      return {
        name,
        title,
        enabled,
        state: stateOf(setting),
        parameters: listed,
        ...(problem === undefined ? {} : { problem }),
      };
    });
  }

  /**
   * Puts in what is on from the start.
   * @throws AppError `invalid-pipeline`
   */
  async start(): Promise<void> {
    const chain = chainOf(this.#settings);
    if (chain.length > 0) await this.#turns.run(() => this.#parts.engine.setProcessing(chain));
  }

  /**
   * Turns filters on and off and sets their parameters, all of it or nothing; what is not named stays as it is.
   * One that failed is tried again when it is named.
   * @throws AppError `unknown-filter`, `invalid-pipeline`, `missing-elements`, `engine-unavailable`
   */
  change(request: ProcessingRequest): Promise<FilterStatus[]> {
    return this.#turns.run(async () => {
      const [was, wished] = [chainOf(this.#settings), this.#merge(request)];
      const becomes = chainOf(wished);
      if (JSON.stringify(becomes) !== JSON.stringify(was)) await this.#parts.engine.setProcessing(becomes);
      this.#settings = wished;
      this.#parts.log.info('processing changed', { filters: request });
      this.#parts.onStatus();
      return this.status;
    });
  }

  /** Idempotent. */
  close(): void {
    this.#parts.engine.off('filter', this.#onFilter);
  }

  #problemOf({ definition: { requires }, failure }: Setting): string | undefined {
    if (failure === undefined) return missingFor('It', requires, this.#parts.missingElements);
    return `It failed, and the sound goes on without it: ${failure.replace(/[.\s]*$/, '')}. To try it again, turn it on or change its parameters.`;
  }

  #merge(request: ProcessingRequest): Setting[] {
    const names = this.#settings.map(({ definition }) => definition.name);
    const unknown = Object.keys(request).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new AppError(
        'unknown-filter',
        `There is no filter "${unknown}". There are: ${names.join(', ')}.`,
      );
    }
    return this.#settings.map((setting) => {
      const { definition } = setting;
      const change = Object.hasOwn(request, definition.name) ? request[definition.name] : undefined;
      if (!change) return setting;
      const values = { ...setting.values, ...change.parameters };
      resolveFilter(definition, values);
      const enabled = change.enabled ?? setting.enabled;
      if (enabled)
        refuseMissing(`Filter "${definition.name}"`, definition.requires, this.#parts.missingElements);
      return { definition, enabled, values };
    });
  }
}

function stateOf({ enabled, failure }: Setting): FilterState {
  if (!enabled) return 'off';
  return failure === undefined ? 'on' : 'failed';
}

/** The filters that are to be in the chain, ready for the engine. */
function chainOf(settings: readonly Setting[]): FilterSpec[] {
  return settings
    .filter((setting) => stateOf(setting) === 'on')
    .map(({ definition, values }) => resolveFilter(definition, values));
}
