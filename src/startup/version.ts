import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/load.js';

const { version: ours } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

/** Of Earshot, as package.json has it. */
export const version = ours;
