import { describe, expect, it } from 'vitest';
import { helpText, optionsTable } from '../../src/cli.js';
import { commands } from '../../src/config/command-line.js';
import { environmentName, options } from '../../src/config/options.js';

const COLUMNS = 100;

describe('--help', () => {
  const lines = helpText().split('\n');

  it(`fits into ${String(COLUMNS)} columns`, () => {
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(COLUMNS);
  });

  it.each(options.map((option) => [option.name, option] as const))(
    'has --%s with its environment variable and its default',
    (name, option) => {
      const start = lines.findIndex((line) => new RegExp(`^ {2}--(\\[no-])?${name}( |$)`).test(line));
      expect(start).toBeGreaterThan(-1);
      const next = lines.findIndex((line, i) => i > start && /^( {2}--|$)/.test(line));
      const entry = lines.slice(start, next).join(' ').replace(/\s+/g, ' ');
      expect(entry).toContain(option.doc);
      expect(entry).toMatch(new RegExp(`${environmentName(option)}$`));
      if (typeof option.default === 'number') expect(entry).toContain(`[${String(option.default)}]`);
      if (option.default === true) expect(entry).toContain('[on]');
      if (option.default === false) expect(entry).toContain('[off]');
    },
  );

  it.each(['config', ...commands.map(({ name }) => name)])('has --%s', (name) => {
    expect(lines.filter((line) => new RegExp(`^ {2}--${name}( |$)`).test(line))).toHaveLength(1);
  });

  it('keeps what an option is apart from what it does', () => {
    for (const line of lines.filter((line) => line.startsWith('  --'))) {
      expect(line).toMatch(/^ {2}\S+( [^ ]+)?( {2,}\S.*)?$/);
    }
  });

  it('tells the exit codes and which layer wins', () => {
    expect(helpText()).toContain('Later wins: defaults, file, environment, command line.');
    expect(helpText()).toMatch(/0 ended as asked, 1 cannot run here, 2 wrong use or configuration/);
  });
});

describe('the table of options', () => {
  const rows = optionsTable()
    .split('\n')
    .map((row) => row.split(/(?<!\\)\|/).slice(1, -1));

  it('has five columns in every row, whatever a cell holds', () => {
    for (const row of rows) expect(row).toHaveLength(5);
  });

  it.each(options.map((option) => [option.name, option] as const))('has --%s', (name, option) => {
    const row = rows.find(([usage = '']) => new RegExp(`\`--(\\[no-])?${name}[ \`]`).test(usage));
    expect(row?.[1]).toContain(`\`${environmentName(option)}\``);
    expect(row?.[2]).toContain(`\`${option.key}\``);
    expect(row?.[4]).toContain(option.doc);
  });

  it.each([
    'config FILE',
    ...commands.map(({ name, placeholder }) => [name, placeholder].filter(Boolean).join(' ')),
  ])('has --%s', (usage) => {
    expect(rows.filter(([cell]) => cell?.trim() === `\`--${usage.replaceAll('|', '\\|')}\``)).toHaveLength(1);
  });

  it('says what is allowed', () => {
    expect(optionsTable()).toContain('A whole number from 6000 to 510000 bps.');
    expect(optionsTable()).toContain('One of 8000, 12000, 16000, 24000, 48000 Hz.');
  });
});
