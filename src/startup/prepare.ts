import type { Config } from '../config/types.js';
import type { EngineSupervisor } from '../engine/supervisor.js';
import type { CodecSpec, Device, EngineInfo } from '../engine/protocol.js';
import type { Logger } from '../log/logger.js';
import { type Catalog, loadCatalog } from '../pipelines/catalog.js';
import { type ChosenFilters, chooseFilters } from './choose-filters.js';
import { type Choice, chooseSource } from './choose-source.js';
import { pickDevice } from './pick-device.js';
import { makeEngine } from './make-engine.js';
import { usableCodecs, verifyEngine, verifySource } from './elements.js';

/** Everything that has to be known and running before the first listener. */
export interface Prepared {
  catalog: Catalog;
  engine: EngineSupervisor;
  info: EngineInfo;
  codecs: CodecSpec[];
  choice: Choice;
  filters: ChosenFilters;
  devices: Device[];
}

export interface PrepareOptions {
  /** Let a person at the terminal choose the device. */
  pick?: boolean;
}

/**
 * Reads the pipelines, starts the engine, checks what it can do and chooses the
 * source. Every warning is logged. On an error nothing is left running.
 * @throws AppError with the fix in words
 */
export async function prepare(config: Config, log: Logger, options: PrepareOptions = {}): Promise<Prepared> {
  const catalog = loadCatalog(config.pipelines.folder);
  for (const { message } of catalog.problems.values()) log.warn(message);
  const { engine, info } = await startEngine(config, catalog, log);
  try {
    const { codecs, warnings } = usableCodecs(catalog.codecs, info.missingElements, config.audio.bitrate);
    const devices = await engine.devices();
    const picked = options.pick ? { inputDevice: String(await pickDevice(engine, catalog, devices)) } : {};
    const choice = chooseSource({ ...config.source, ...picked }, catalog, devices);
    const { name } = choice.source;
    verifySource(name, catalog.sources.get(name)?.requires ?? [], info.missingElements);
    const filters = chooseFilters(config.processing, catalog, info.missingElements);
    for (const warning of warnings) log.warn(warning);
    return { catalog, engine, info, codecs, choice, filters, devices };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * An engine that knows the catalog's codecs and tells which elements of all of it are missing.
 * @throws AppError `engine-failed`, `gstreamer-too-old`, `missing-elements`; nothing is left running then
 */
export async function startEngine(
  config: Config,
  catalog: Catalog,
  log: Logger,
): Promise<{ engine: EngineSupervisor; info: EngineInfo }> {
  const engine = makeEngine(config, catalog, log);
  try {
    const info = await engine.start();
    verifyEngine(info);
    return { engine, info };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
