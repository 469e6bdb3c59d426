import { parseArgs } from 'node:util';
import { AppError } from '../errors.js';
import { suggestion } from './nearest.js';
import { allowed, type Option, options } from './options.js';
import { fromText, type Value } from './values.js';

/** What the program is to do; all but `run` and `pick` print something and end. */
export type Action =
  | 'run'
  | 'pick'
  | 'list-sources'
  | 'list-devices'
  | 'check'
  | 'doctor'
  | 'check-pipeline'
  | 'help'
  | 'version';

export interface Command {
  name: Exclude<Action, 'run'>;
  doc: string;
  /** What has to be named with it. */
  placeholder?: string;
}

/** Options that are no settings. */
export const commands: readonly Command[] = [
  { name: 'pick', doc: 'Choose a device from a list with their levels, and start.' },
  { name: 'list-sources', doc: 'List what can be heard, and end.' },
  { name: 'list-devices', doc: 'List the capture devices, and end.' },
  { name: 'check', doc: 'Check everything a start needs, and end.' },
  {
    name: 'doctor',
    doc: 'Find out why there is no sound and what to do, and end: with 1 if something is wrong. The word alone will do.',
  },
  {
    name: 'check-pipeline',
    placeholder: 'NAME',
    doc: 'Play a source unheard for two seconds, tell its level, format, delay and errors, and end.',
  },
  { name: 'help', doc: 'Show this, and end.' },
  { name: 'version', doc: 'Show the version, and end.' },
];

/** What people in need write may do without dashes. */
const DOCTOR = 'doctor';

export interface CommandLine {
  action: Action;
  /** What the action was told to act on. */
  subject: string;
  configFile: string | undefined;
  values: Map<Option, Value>;
  problems: string[];
}

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** @throws AppError `invalid-config` at an unknown option or a missing value */
export function readCommandLine(args: string[]): CommandLine {
  const line: CommandLine = {
    action: 'run',
    subject: '',
    configFile: undefined,
    values: new Map(),
    problems: [],
  };
  const asked = new Set<string>();
  for (const token of tokensOf(args)) {
    if (token.kind === 'positional') {
      if (token.value !== DOCTOR) refuse(`"${token.value}" is not an option; options begin with --.`);
      asked.add(DOCTOR);
    }
    if (token.kind !== 'option') continue;
    const name = token.rawName.replace(/^--/, '');
    const command = commands.find((known) => known.name === name);
    if (command) {
      if (command.placeholder === undefined) withoutValue(token);
      else line.subject = valueOf(token);
      asked.add(name);
    } else if (name === 'config') {
      line.configFile = valueOf(token);
    } else {
      readSetting(token, name, line);
    }
  }
  line.action = commands.find(({ name }) => asked.has(name))?.name ?? 'run';
  return line;
}

function readSetting(token: OptionToken, name: string, { values, problems }: CommandLine): void {
  const option = options.find((known) => known.name === name);
  const negated = options.find(({ format, name: known }) => isSwitch(format) && `no-${known}` === name);
  if (negated) {
    withoutValue(token);
    values.set(negated, false);
  } else if (!option) {
    refuse(`${token.rawName} is not an option${suggestion(token.rawName, knownNames()) || '.'}`);
  } else if (isSwitch(option.format) && token.value === undefined) {
    values.set(option, true);
  } else {
    const text = valueOf(token);
    const value = fromText(option.format, text);
    if (value === undefined)
      problems.push(`--${name} was given "${text}"; allowed is ${allowed(option.format)}`);
    else values.set(option, value);
  }
}

/** Not strict: the messages are our own, as Node's neither name the value nor say what is allowed. */
function tokensOf(args: string[]) {
  const texts = options.filter(({ format }) => !isSwitch(format)).map(({ name }) => name);
  const named = commands.filter(({ placeholder }) => placeholder !== undefined).map(({ name }) => name);
  const known = Object.fromEntries(
    [...texts, ...named, 'config'].map((name) => [name, { type: 'string' as const }]),
  );
  return parseArgs({ args, options: known, strict: false, tokens: true }).tokens;
}

function valueOf({ value, inlineValue, rawName }: OptionToken): string {
  if (value === undefined) refuse(`${rawName} needs a value.`);
  if (!inlineValue && value.startsWith('--'))
    refuse(`${rawName} needs a value, and "${value}" follows: if that is one, write ${rawName}=${value}.`);
  return value;
}

function withoutValue({ value, rawName }: OptionToken): void {
  if (value !== undefined) refuse(`${rawName} takes no value, and was given "${value}".`);
}

function isSwitch(format: Option['format']): boolean {
  return format.type === 'boolean';
}

function knownNames(): string[] {
  return [
    '--config',
    ...commands.map(({ name }) => `--${name}`),
    ...options.flatMap(({ name, format }) => [`--${name}`, ...(isSwitch(format) ? [`--no-${name}`] : [])]),
  ];
}

function refuse(reason: string): never {
  throw new AppError('invalid-config', `${reason} See --help.`);
}
