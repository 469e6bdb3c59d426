import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../errors.js';
import { readCodec } from './codec.js';
import type { CodecDefinition, Platform, SourceDefinition } from './definition.js';
import { type PipelineFile, readPipelineFile } from './read.js';
import { readSource } from './source.js';

/** All pipeline files of a folder that fit this platform. */
export interface Catalog {
  sources: Map<string, SourceDefinition>;
  codecs: CodecDefinition[];
  /** Files that cannot be used, by the name of what they would have been; the rest works without them. */
  problems: Map<string, AppError>;
}

/**
 * Reads `sources/*.yaml` and `codecs/*.yaml`. A file's name up to the first dot
 * names what it defines, so that `system.linux.yaml` and `system.windows.yaml`
 * are one source with a file for each platform.
 * @throws AppError `invalid-pipeline` when the folder cannot be read
 */
export function loadCatalog(folder: string, platform: NodeJS.Platform = process.platform): Catalog {
  const problems = new Map<string, AppError>();
  const isHere = ({ platforms }: SourceDefinition) => platforms.includes(platform as Platform);
  const sources = readAll(join(folder, 'sources'), readSource, isHere, problems);
  const codecs = readAll(join(folder, 'codecs'), readCodec, () => true, problems);
  return { sources, codecs: [...codecs.values()], problems };
}

function readAll<T>(
  folder: string,
  read: (name: string, file: PipelineFile) => T,
  isHere: (definition: T) => boolean,
  problems: Map<string, AppError>,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const path of yamlFiles(folder)) {
    const name = basename(path).replace(/\..*$/, '');
    try {
      const file = readPipelineFile(path);
      const definition = read(name, file);
      if (!isHere(definition)) continue;
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
