/** Help and the README's table of options, made from the options themselves. */

import { type Command, commands } from './config/command-line.js';
import { allowed, environmentName, type Format, type Option, options } from './config/options.js';

const WIDTH = 96;
const INDENT = 34;

const configFile = {
  usage: '--config FILE',
  variable: 'EARSHOT_CONFIG',
  doc: 'Read settings from a YAML file; config/default.yaml shows them all.',
};

export function helpText(): string {
  return [
    'Hear this computer in any browser.',
    '',
    'Usage: npm start -- [OPTIONS]',
    '',
    entry(configFile.usage, `${configFile.doc} ${configFile.variable}`),
    ...options.map((option) =>
      entry(usage(option), `${option.doc} [${shownDefault(option)}] ${environmentName(option)}`),
    ),
    '',
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

function code(text: string): string {
  return `\`${text}\``;
}

/** How an option is written. */
function usage({ name, format }: Option): string {
  if (format.type === 'boolean') return `--[no-]${name}`;
  return `--${name} ${placeholder(format)}`;
}

function commandUsage({ name, placeholder: subject }: Command): string {
  return subject === undefined ? `--${name}` : `--${name} ${subject}`;
}

function placeholder(format: Exclude<Format, { type: 'boolean' }>): string {
  if (format.type === 'choice') return format.values.join('|');
  return format.type === 'text' ? format.placeholder : (format.unit ?? 'N').toUpperCase();
}

function shownDefault({ format, default: preset }: Option): string {
  if (format.type === 'boolean') return preset === true ? 'on' : 'off';
  return preset === null || preset === '' ? 'none' : String(preset);
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
  if (format.type === 'text' || format.type === 'boolean') return '';
  const words = allowed(format);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
