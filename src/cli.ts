/** Help and the README's table of options, made from the options themselves. */

import { type Command, commands } from './config/command-line.js';
import { allowed, environmentName, type Format, type Option, options, usageOf } from './config/options.js';

const WIDTH = 96;
const INDENT = 34;

const configFile = {
  usage: '--config FILE',
  variable: 'EARSHOT_CONFIG',
  doc: 'Read settings from a YAML file; config/default.yaml shows them all.',
};

/** What the rooms of the configuration are about; a room without a title goes by its name. */
const SUBJECTS: Record<string, string> = {
  server: 'Where the page is served',
  source: 'What is heard',
  processing: 'What is done to the sound',
  audio: 'How it is sent',
  opus: 'Opus alone',
  engine: 'How it is kept running',
  limits: 'Limits',
  pipelines: 'Files that say what can be heard',
  log: 'Log',
};

const EXAMPLES = [
  ['npm start', 'What this computer plays, on a page for this computer.'],
  ['npm start -- --lan', 'The same for the phones in the network; the address is printed as a code too.'],
  [
    'npm start -- --source file --source-params location=song.ogg --filters limiter',
    'A file over and over, never too loud.',
  ],
] as const;

export function helpText(): string {
  const rooms = [...new Set(options.map(roomOf))];
  return [
    'Hear this computer in any browser.',
    '',
    'Usage: npm start -- [OPTIONS]',
    '',
    'Examples:',
    ...EXAMPLES.map(([command, does]) => entry(command, does)),
    ...rooms.flatMap((room) => [
      '',
      `${SUBJECTS[room] ?? room}:`,
      ...options.filter((option) => roomOf(option) === room).map(settingEntry),
    ]),
    '',
    'Where settings come from:',
    entry(configFile.usage, `${configFile.doc} ${configFile.variable}`),
    '',
    'Instead of serving, or before it:',
    ...commands.map((command) => entry(commandUsage(command), command.doc)),
    '',
    'Later wins: defaults, file, environment, command line.',
    'Exit codes: 0 ended as asked, 1 cannot run here, 2 wrong use or configuration.',
  ].join('\n');
}

/** Markdown: every option with its environment variable, key, default and what it does. */
export function optionsTable(): string {
  const settings = options.map((option) => [
    code(usage(option)),
    code(environmentName(option)),
    code(option.key),
    shownDefault(option),
    [option.doc, limits(option.format)].filter(Boolean).join(' '),
  ]);
  const file = [code(configFile.usage), code(configFile.variable), '', 'none', configFile.doc];
  const switches = commands.map((command) => [code(commandUsage(command)), '', '', '', command.doc]);
  const rows = [...settings, file, ...switches].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | '),
  );
  const head = ['Option | Environment | Key | Default | What it does', '--- | --- | --- | --- | ---'];
  return [...head, ...rows].map((row) => `| ${row} |`).join('\n');
}

function roomOf({ key }: Option): string {
  return key.split('.')[0] ?? '';
}

function settingEntry(option: Option): string {
  return entry(usage(option), `${option.doc} [${shownDefault(option)}] ${environmentName(option)}`);
}

function code(text: string): string {
  return `\`${text}\``;
}

/** How an option is written: a switch that is off plainly, as nobody needs to turn it off. */
function usage({ name, format, default: preset }: Option): string {
  if (format.type === 'boolean') return preset === true ? `--[no-]${name}` : `--${name}`;
  return `--${name} ${placeholder(format)}`;
}

function commandUsage({ name, placeholder: subject }: Command): string {
  return subject === undefined ? `--${name}` : `--${name} ${subject}`;
}

function placeholder(format: Exclude<Format, { type: 'boolean' }>): string {
  if (format.type === 'choice') return format.values.join('|');
  if (format.type === 'parameters') return usageOf(format);
  return format.type === 'text' ? format.placeholder : (format.unit ?? 'N').toUpperCase();
}

function shownDefault({ default: preset }: Option): string {
  if (typeof preset === 'boolean') return preset ? 'on' : 'off';
  return preset === null || preset === '' || typeof preset === 'object' ? 'none' : String(preset);
}

function entry(left: string, text: string): string {
  const column = `  ${left}`;
  const lines = wrap(text, WIDTH - INDENT).map((line) => ' '.repeat(INDENT) + line);
  if (column.length > INDENT - 2) return [column, ...lines].join('\n');
  return column + lines.join('\n').slice(column.length);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function limits(format: Format): string {
  if (format.type !== 'integer' && format.type !== 'choice') return '';
  const words = allowed(format);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
