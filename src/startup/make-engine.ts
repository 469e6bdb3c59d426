import type { Config } from '../config/types.js';
import { EngineSupervisor } from '../engine/supervisor.js';
import type { Logger } from '../log/logger.js';
import type { Catalog } from '../pipelines/catalog.js';
import { coreElements } from './elements.js';

/** The engine for these pipelines, not started yet; its start tells which elements of theirs are missing. */
export function makeEngine({ source, limits }: Config, catalog: Catalog, log: Logger): EngineSupervisor {
  const needs = [...catalog.codecs, ...catalog.sources.values(), ...catalog.filters].flatMap(
    ({ requires }) => requires,
  );
  return new EngineSupervisor({
    codecs: catalog.codecs,
    elements: [...new Set([...coreElements, ...needs])],
    keepAlive: source.keepAlive,
    liveness: limits.liveness,
    log,
  });
}
