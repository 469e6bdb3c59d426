import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '../errors.js';
import { suggestion } from './nearest.js';
import { allowed, type Option, options } from './options.js';
import { fits, type Value } from './values.js';

/**
 * The settings in a YAML file.
 * @throws AppError `invalid-config` when it cannot be read or is no YAML
 */
export function readConfigFile(path: string): { values: Map<Option, Value>; problems: string[] } {
  const content = parse(path);
  const values = new Map<Option, Value>();
  const problems: string[] = [];
  for (const [key, value] of flatten(content)) {
    const option = options.find((known) => known.key === key);
    if (!option) {
      problems.push(
        `"${key}" in ${path} is not a key${suggestion(
          key,
          options.map((known) => known.key),
        )}`,
      );
    } else if (!fits(option.format, value)) {
      problems.push(`"${key}" in ${path} is ${JSON.stringify(value)}; allowed is ${allowed(option.format)}`);
    } else {
      values.set(option, value);
    }
  }
  return { values, problems };
}

function parse(path: string): unknown {
  const lines = new LineCounter();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('invalid-config', `The file ${path} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error)
    throw new AppError('invalid-config', `${path}:${lines.linePos(error.pos[0]).line}: ${error.message}.`);
  return document.toJS();
}

/** Keys with dots. An empty room, as a file with everything commented out has, is none. */
function flatten(content: unknown, prefix = ''): [string, unknown][] {
  if (content === null || content === undefined) return prefix === '' ? [] : [[prefix, null]];
  if (typeof content !== 'object' || Array.isArray(content)) return [[prefix || 'the file', content]];
  return Object.entries(content).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const isRoom = options.some((option) => option.key.startsWith(`${path}.`));
    if (isRoom && (value === null || value === undefined)) return [];
    return isRoom ? flatten(value, path) : [[path, value] as [string, unknown]];
  });
}
