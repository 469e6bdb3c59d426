import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/load.js';
import { tempFolder, writeFiles } from './temp-folder.js';

/** A copy of the pipelines that come with Earshot, with these source files as well. */
export function pipelinesWith(sources: Record<string, string>): string {
  const folder = tempFolder();
  cpSync(join(packageRoot(), 'pipelines'), folder, { recursive: true });
  writeFiles(join(folder, 'sources'), sources);
  return folder;
}
