import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '../errors.js';
import { suggestion } from './nearest.js';
import { allowed, type Option, options } from './options.js';
import { fromYaml, type Value } from './values.js';

const keys = options.map(({ key }) => key);
const rooms = [...new Set(keys.map((key) => key.split('.')[0] ?? ''))];

/**
 * The settings in a YAML file.
 * @throws AppError `invalid-config` when it cannot be read or is no YAML
 */
export function readConfigFile(path: string): { values: Map<Option, Value>; problems: string[] } {
  const content = parse(path);
  const values = new Map<Option, Value>();
  const problems: string[] = [];
  for (const [key, given] of flatten(content, path)) {
    const option = options.find((known) => known.key === key);
    const value = option && fromYaml(option.format, given);
    if (!option) problems.push(unknownKey(key, path));
    else if (value === undefined)
      problems.push(`"${key}" in ${path} is ${shown(given)}; allowed is ${allowed(option.format)}`);
    else values.set(option, value);
  }
  return { values, problems };
}

function parse(path: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  // A tag that nobody knows would be taken for none.
  const [error] = [...document.errors, ...document.warnings];
  if (error) refuse(`${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`, error);
  try {
    return document.toJS();
  } catch (cause) {
    // Anchors and aliases are resolved here: one that is not there, or thousands of them.
    return refuse(`${path}: ${(cause as Error).message}`, cause);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    return refuse(`The file ${path} cannot be read: ${(cause as Error).message}`, cause);
  }
}

function refuse(reason: string, cause?: unknown): never {
  throw new AppError('invalid-config', `${reason}.`, { cause });
}

/** Keys with dots. An empty room, as a file with everything commented out has, is none. */
function flatten(content: unknown, path: string): [string, unknown][] {
  return entriesOf(content, `${path} should hold`).flatMap(([room, settings]) => {
    if (!rooms.includes(room)) return [[room, settings]];
    return entriesOf(settings, `"${room}" in ${path} should hold`).map(([name, value]): [string, unknown] => [
      `${room}.${name}`,
      value,
    ]);
  });
}

function entriesOf(mapping: unknown, complaint: string): [string, unknown][] {
  if (mapping === null || mapping === undefined) return [];
  if (typeof mapping !== 'object' || Array.isArray(mapping))
    refuse(`${complaint} keys with values, as config/default.yaml does, and is ${shown(mapping)}`);
  return Object.entries(mapping);
}

function unknownKey(key: string, path: string): string {
  const byName = options.find(({ name, key: known }) => name === key || known.endsWith(`.${key}`));
  const hint = byName ? `; did you mean ${byName.key}?` : suggestion(key, [...keys, ...rooms]);
  return `"${key}" in ${path} is not a key${hint || '; config/default.yaml shows them all'}`;
}

/** Short, on one line, and whatever it is: YAML can also say infinity, or a list that holds itself. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return inspect(value, { breakLength: Infinity, depth: 1, maxArrayLength: 5 });
}
