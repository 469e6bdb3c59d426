import { join } from 'node:path';
import { packageRoot } from '../../src/config/load.js';

/** A file of the checkout, by its path from the top. */
export function builtFile(path: string): string {
  return join(packageRoot(), path);
}
