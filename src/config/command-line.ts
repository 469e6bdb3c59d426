import { parseArgs } from 'node:util';
import { AppError } from '../errors.js';
import { suggestion } from './nearest.js';
import { allowed, type Option, options } from './options.js';
import { fromText, type Value } from './values.js';

/** What the program is to do; all but `run` print something and end. */
export type Action = 'run' | 'list-sources' | 'list-devices' | 'check' | 'help' | 'version';

/** Options that are no settings. */
export const commands: readonly { name: Exclude<Action, 'run'>; doc: string }[] = [
  { name: 'list-sources', doc: 'List what can be heard, and end.' },
  { name: 'list-devices', doc: 'List the capture devices, and end.' },
  { name: 'check', doc: 'Check everything a start needs, and end.' },
  { name: 'help', doc: 'Show this, and end.' },
  { name: 'version', doc: 'Show the version, and end.' },
];

export interface CommandLine {
  action: Action;
  configFile: string | undefined;
  values: Map<Option, Value>;
  problems: string[];
}

/** @throws AppError `invalid-config` at an unknown option or a missing value */
export function readCommandLine(args: string[]): CommandLine {
  const given = parse(args);
  const values = new Map<Option, Value>();
  const problems: string[] = [];
  for (const option of options) {
    const text = given[option.name];
    if (text === undefined) continue;
    const value = typeof text === 'boolean' ? text : fromText(option.format, text);
    if (value === undefined)
      problems.push(`--${option.name} was given "${String(text)}"; allowed is ${allowed(option.format)}`);
    else values.set(option, value);
  }
  const action = commands.find(({ name }) => given[name] === true)?.name ?? 'run';
  const configFile = typeof given['config'] === 'string' ? given['config'] : undefined;
  return { action, configFile, values, problems };
}

function parse(args: string[]): Record<string, string | boolean | undefined> {
  const settings = options.map(
    ({ name, format }) => [name, { type: format.type === 'boolean' ? 'boolean' : 'string' }] as const,
  );
  const switches = commands.map(({ name }) => [name, { type: 'boolean' }] as const);
  const known = Object.fromEntries([...settings, ...switches, ['config', { type: 'string' }] as const]);
  try {
    const { values } = parseArgs({
      args,
      options: known,
      strict: true,
      allowNegative: true,
      allowPositionals: false,
    });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new AppError('invalid-config', explain(error as NodeJS.ErrnoException, args, Object.keys(known)), {
      cause: error,
    });
  }
}

function explain(error: NodeJS.ErrnoException, args: string[], known: string[]): string {
  const [, unknown] = /Unknown option '--?([^']*)'/.exec(error.message) ?? [];
  if (unknown !== undefined)
    return `--${unknown} is not an option${suggestion(unknown, known, '--') || '.'} See --help.`;
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    const stray = args.find((arg) => !arg.startsWith('-')) ?? '';
    return `"${stray}" is not an option; options begin with --. See --help.`;
  }
  return `${error.message.split('\n')[0] ?? ''} See --help.`;
}
