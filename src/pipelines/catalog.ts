import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../errors.js';
import { readCodec } from './codec.js';
import type { CodecDefinition, FilterDefinition, Platform, SourceDefinition } from './definition.js';
import { inOrder, readFilter } from './filter.js';
import { type PipelineFile, readPipelineFile } from './read.js';
import { readSource } from './source.js';

/** The source files of a folder that fit this platform. */
export interface Sources {
  sources: Map<string, SourceDefinition>;
  /** "file:line" of each source's launch text. */
  places: Map<string, string>;
  /** Files that cannot be used, by the name of what they would have been; the rest works without them. */
  problems: Map<string, AppError>;
}

/** All pipeline files of a folder; among its problems those of filters have names such as `filters/gain`. */
export interface Catalog extends Sources {
  codecs: CodecDefinition[];
  /** In the order of the chain. */
  filters: FilterDefinition[];
}

/**
 * Reads `sources/*.yaml`, `codecs/*.yaml` and, if there is such a folder,
 * `filters/*.yaml`. A file's name up to the first dot names what it defines, so
 * that `system.linux.yaml` and `system.windows.yaml` are one source with a file
 * for each platform.
 * @throws AppError `invalid-pipeline` when the folder cannot be read
 */
export function loadCatalog(folder: string, platform: NodeJS.Platform = process.platform): Catalog {
  const { sources, places, problems } = loadSources(folder, platform);
  const codecs = readAll(join(folder, 'codecs'), readCodec, problems);
  const filters = loadFilters(join(folder, 'filters'), problems);
  return { sources, places, problems, codecs: [...codecs.values()], filters };
}

/** @throws AppError `invalid-pipeline` when the folder cannot be read */
export function loadSources(folder: string, platform: NodeJS.Platform = process.platform): Sources {
  const problems = new Map<string, AppError>();
  const places = new Map<string, string>();
  const read = (name: string, file: PipelineFile) => {
    const source = readSource(name, file);
    if (!source.platforms.includes(platform as Platform)) return undefined;
    if (!places.has(name)) places.set(name, file.place('launch'));
    return source;
  };
  const sources = readAll(join(folder, 'sources'), read, problems);
  return { sources, places, problems };
}

/**
 * One file that need not be in the folder: a filter, or, as it has a "kind", a source.
 * @throws AppError `invalid-pipeline` when it cannot be read or used
 */
export function loadPipeline(path: string): { source: SourceDefinition } | { filter: FilterDefinition } {
  const file = readPipelineFile(path);
  const name = nameOf(path);
  if ('encode' in file.content) file.fail('it is a codec; sources and filters can be checked', 'encode');
  return 'kind' in file.content ? { source: readSource(name, file) } : { filter: readFilter(name, file) };
}

function loadFilters(folder: string, problems: Map<string, AppError>): FilterDefinition[] {
  if (!existsSync(folder)) return [];
  const own = new Map<string, AppError>();
  const filters = readAll(folder, readFilter, own);
  for (const [name, problem] of own) problems.set(`filters/${name}`, problem);
  return inOrder(filters.values());
}

function readAll<T>(
  folder: string,
  /** undefined: of another platform. */
  read: (name: string, file: PipelineFile) => T | undefined,
  problems: Map<string, AppError>,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const path of yamlFiles(folder)) {
    const name = nameOf(path);
    try {
      const file = readPipelineFile(path);
      const definition = read(name, file);
      if (definition === undefined) continue;
      if (found.has(name))
        file.fail(`another file defines "${name}" already; the name ends at the first dot`);
      found.set(name, definition);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(name, error);
    }
  }
  return found;
}

function nameOf(path: string): string {
  return basename(path).replace(/\..*$/, '');
}

/** Without the hidden ones, such as an editor's own. */
function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[^.].*\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new AppError('invalid-pipeline', `The folder ${folder} cannot be read. Check --pipelines.`, {
      cause: error,
    });
  }
}
