import type { FilterStatus, ProcessingRequest } from '../api.js';
import type { Engine } from '../engine/engine.js';
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
  engine: Pick<Engine, 'setProcessing' | 'adjustFilter'>;
  /** In the order of the chain. */
  filters: readonly FilterDefinition[];
  /** Names of those that are on from the start. */
  enabled: readonly string[];
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
}

/** Owns the chain of filters between source and encoders. */
export class ProcessingControl {
  readonly #parts: ProcessingControlParts;
  readonly #turns = new OneAtATime();
  #settings: readonly Setting[];

  constructor(parts: ProcessingControlParts) {
    this.#parts = parts;
    this.#settings = parts.filters.map((definition) => ({
      definition,
      enabled: parts.enabled.includes(definition.name),
      values: {},
    }));
  }

  /** Every filter in the order of the chain, whether it is on or not. */
  get status(): FilterStatus[] {
    return this.#settings.map(({ definition, enabled, values }) => {
      const { name, title, parameters, requires } = definition;
      const problem = missingFor('It', requires, this.#parts.missingElements);
      const listed = listParameters(parameters).map((parameter) => {
        const known = parameters[parameter.name];
        return { ...parameter, value: known ? valueOf(parameter.name, known, values) : parameter.default };
      });
      return { name, title, enabled, parameters: listed, ...(problem === undefined ? {} : { problem }) };
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
   * @throws AppError `unknown-filter`, `invalid-pipeline`, `missing-elements`, `engine-unavailable`
   */
  change(request: ProcessingRequest): Promise<FilterStatus[]> {
    return this.#turns.run(async () => {
      const old = this.#settings;
      const wished = this.#merge(request);
      await this.#apply(old, wished);
      this.#settings = wished;
      this.#parts.log.info('processing changed', { filters: request });
      this.#parts.onStatus();
      return this.status;
    });
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

  async #apply(old: readonly Setting[], wished: readonly Setting[]): Promise<void> {
    const { engine } = this.#parts;
    const [was, becomes] = [chainOf(old), chainOf(wished)];
    const changed = becomes.filter((filter, i) => !isSame(filter, was[i]));
    if (was.length === becomes.length && changed.length === 0) return;
    if (needsRebuild(was, becomes, wished)) {
      await engine.setProcessing(becomes);
      return;
    }
    try {
      for (const { name, properties } of changed) await engine.adjustFilter(name, properties);
    } catch (error) {
      // Of several filters the first may have taken their values already.
      await engine.setProcessing(was).catch(() => undefined);
      throw error;
    }
  }
}

/** The filters that are on, ready for the engine. */
function chainOf(settings: readonly Setting[]): FilterSpec[] {
  return settings
    .filter(({ enabled }) => enabled)
    .map(({ definition, values }) => resolveFilter(definition, values));
}

/** Whether other filters are on than before, or one has changed that cannot be set while it runs. */
function needsRebuild(was: FilterSpec[], becomes: FilterSpec[], settings: readonly Setting[]): boolean {
  if (was.map(({ name }) => name).join() !== becomes.map(({ name }) => name).join()) return true;
  return becomes.some((filter, i) => {
    if (isSame(filter, was[i])) return false;
    const setting = settings.find(({ definition }) => definition.name === filter.name);
    // A property that is no longer set goes back to the element's own default only in a new element.
    return setting?.definition.adjustable === false || keysOf(filter) !== keysOf(was[i]);
  });
}

function isSame(a: FilterSpec, b: FilterSpec | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function keysOf(filter: FilterSpec | undefined): string {
  const elements = Object.entries(filter?.properties ?? {});
  return JSON.stringify(elements.map(([element, values]) => [element, Object.keys(values)]));
}
