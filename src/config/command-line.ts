import { parseArgs } from 'node:util';
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
    placeholder: 'NAME|FILE',
    doc: 'Play a source, or a tone through a filter, unheard for two seconds; tell level, format, delay and errors, and end. A name, or the path of a YAML file.',
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

/** Every mistake is among the problems; nothing is thrown. */
export function readCommandLine(args: string[]): CommandLine {
  const line: CommandLine = {
    action: 'run',
    subject: '',
    configFile: undefined,
    values: new Map(),
    problems: [],
  };
  const asked = new Set<string>();
  // What follows an option that nobody knows is most likely its value, and no mistake of its own.
  let isValue = false;
  for (const token of tokensOf(args)) {
    if (token.kind === 'positional' && token.value === DOCTOR && !isValue) asked.add(DOCTOR);
    else if (token.kind === 'positional' && !isValue)
      line.problems.push(`"${token.value}" is not an option; options begin with --`);
    isValue = false;
    if (token.kind !== 'option') continue;
    const name = token.rawName.replace(/^--/, '');
    const command = commands.find((known) => known.name === name);
    if (command) {
      if (command.placeholder === undefined) refuseValue(token, line);
      else line.subject = valueOf(token, line) ?? '';
      asked.add(name);
    } else if (name === 'config') {
      line.configFile = valueOf(token, line);
    } else {
      isValue = !readSetting(token, name, line);
    }
  }
  line.action = commands.find(({ name }) => asked.has(name))?.name ?? 'run';
  return line;
}

/** @returns whether there is such a setting */
function readSetting(token: OptionToken, name: string, line: CommandLine): boolean {
  const { values, problems } = line;
  const option = options.find((known) => known.name === name);
  const negated = options.find(({ format, name: known }) => isSwitch(format) && `no-${known}` === name);
  if (negated) {
    refuseValue(token, line);
    values.set(negated, false);
  } else if (!option) {
    problems.push(`${token.rawName} is not an option${suggestion(token.rawName, knownNames())}`);
    return false;
  } else if (isSwitch(option.format) && token.value === undefined) {
    values.set(option, true);
  } else {
    const text = valueOf(token, line);
    if (text === undefined) return true;
    const value = fromText(option.format, text);
    if (value === undefined)
      problems.push(`--${name} was given "${text}"; allowed is ${allowed(option.format)}`);
    else values.set(option, value);
  }
  return true;
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

function valueOf(
  { value, inlineValue, rawName }: OptionToken,
  { problems }: CommandLine,
): string | undefined {
  if (value === undefined) {
    problems.push(`${rawName} needs a value`);
  } else if (!inlineValue && value.startsWith('--')) {
    problems.push(
      `${rawName} needs a value, and "${value}" follows: if that is one, write ${rawName}=${value}`,
    );
  } else {
    return value;
  }
  return undefined;
}

function refuseValue({ value, rawName }: OptionToken, { problems }: CommandLine): void {
  if (value !== undefined) problems.push(`${rawName} takes no value, and was given "${value}"`);
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
