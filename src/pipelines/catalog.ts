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
  const sources = readAll(join(folder, 'sources'), readSource, problems);
  const codecs = readAll(join(folder, 'codecs'), readCodec, problems);
  const here = sources.filter(({ platforms }) => platforms.includes(platform as Platform));
  return { sources: new Map(here.map((source) => [source.name, source])), codecs, problems };
}

function readAll<T>(
  folder: string,
  read: (name: string, file: PipelineFile) => T,
  problems: Map<string, AppError>,
): T[] {
  return yamlFiles(folder).flatMap((path) => {
    const name = basename(path).replace(/\..*$/, '');
    try {
      return [read(name, readPipelineFile(path))];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(name, error);
      return [];
    }
  });
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new AppError('invalid-pipeline', `The folder ${folder} cannot be read. Check --pipelines.`, {
      cause: error,
    });
  }
}
