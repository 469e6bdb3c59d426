import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/log/logger.js';
import { tempFolder } from '../../support/temp-folder.js';

let shown = '';
beforeEach(() => {
  shown = '';
});

function logTo(options: Omit<Parameters<typeof createLogger>[0], 'output'>) {
  const output = new Writable({
    write(text, _, done) {
      shown += String(text);
      done();
    },
  });
  return createLogger({ ...options, output });
}

function linesOf(file: string): Record<string, unknown>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log file', () => {
  it('has a JSON object in each line, with time, level, message and fields', async () => {
    const file = join(tempFolder(), 'app.log');
    const log = logTo({ level: 'info', file, isTerminal: true });
    log.info('listener joined', { listener: 'a1', seconds: 3 });
    log.error('it broke');
    await log.close();

    const [first, second] = linesOf(file);
    expect(first).toMatchObject({ level: 'info', message: 'listener joined', listener: 'a1', seconds: 3 });
    expect(new Date(String(first?.timestamp)).toISOString()).toBe(first?.timestamp);
    expect(second).toMatchObject({ level: 'error', message: 'it broke' });
  });

  it('is added to, not begun anew', async () => {
    const file = join(tempFolder({ 'app.log': '{"message":"before"}\n' }), 'app.log');
    const log = logTo({ level: 'info', file, isTerminal: true });
    log.info('after');
    await log.close();
    expect(linesOf(file).map(({ message }) => message)).toEqual(['before', 'after']);
  });

  it.each([0, 1, 15, 16, 17, 5000])('has all of %i lines once the log is closed', async (count) => {
    const file = join(tempFolder(), 'app.log');
    const log = logTo({ level: 'info', file, isTerminal: true });
    for (let i = 0; i < count; i += 1) log.info(`line ${String(i)}`);
    await log.close();

    expect(linesOf(file).map(({ message }) => message)).toEqual(
      Array.from({ length: count }, (_, i) => `line ${String(i)}`),
    );
    expect(shown.split('\n')).toHaveLength(count + 1);
  });

  it('drops what comes after the end, without a fault', async () => {
    const file = join(tempFolder(), 'app.log');
    const log = logTo({ level: 'info', file, isTerminal: true });
    log.info('in time');
    const closing = log.close();
    log.info('late');
    await closing;
    log.info('later');
    await log.close();
    expect(linesOf(file).map(({ message }) => message)).toEqual(['in time']);
  });

  it('has no room for what is below the level', async () => {
    const file = join(tempFolder(), 'app.log');
    const log = logTo({ level: 'warn', file, isTerminal: true });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    await log.close();
    expect(linesOf(file).map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('is not made when there shall be none', async () => {
    const log = logTo({ level: 'info', file: '', isTerminal: true });
    log.info('hello');
    await log.close();
    expect(shown).toContain('hello');
    expect(shown).not.toContain('cannot be written');
  });

  it('keeps control characters out, as programs that show it may obey them', async () => {
    const file = join(tempFolder(), 'app.log');
    const hostile = 'a\u001b[2Jb\u009b31mc\r\nd\u2028e\u202ef';
    const log = logTo({ level: 'info', file, isTerminal: false });
    log.info(hostile, { agent: hostile });
    await log.close();
    for (const text of [readFileSync(file, 'utf8'), shown]) {
      expect(text.trimEnd()).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
      expect(JSON.parse(text)).toMatchObject({ message: hostile, agent: hostile });
    }
  });
});

describe('a log file that cannot be written', () => {
  it.each([
    ['in a folder that is not there', () => join(tempFolder(), 'none', 'app.log'), 'ENOENT'],
    ['that is a folder', () => tempFolder(), 'EISDIR'],
    ['below a file', () => join(tempFolder({ file: '' }), 'file', 'app.log'), 'ENOTDIR'],
  ])('%s, costs a warning with the reason', async (_, path, reason) => {
    const log = logTo({ level: 'info', file: path(), isTerminal: false });
    log.info('it goes on');
    await log.close();
    const [warning, line] = shown.trim().split('\n');
    expect(JSON.parse(warning ?? '')).toMatchObject({
      level: 'warn',
      message: 'the log file cannot be written',
      reason: expect.stringContaining(reason) as string,
    });
    expect(line).toContain('it goes on');
  });

  it('because the disk is full, costs one warning and holds up nothing', async () => {
    const file = join(tempFolder(), 'app.log');
    symlinkSync('/dev/full', file);
    const log = logTo({ level: 'info', file, isTerminal: true });
    for (let i = 0; i < 2000; i += 1) log.info(`line ${String(i)}`);
    await log.close();
    expect(shown.match(/cannot be written.*ENOSPC/g)).toHaveLength(1);
    expect(shown.match(/line \d+/g)).toHaveLength(2000);
  });

  it('because its folder went, costs nothing at all', async () => {
    const folder = join(tempFolder(), 'logs');
    mkdirSync(folder);
    const log = logTo({ level: 'info', file: join(folder, 'app.log'), isTerminal: true });
    log.info('before');
    rmSync(folder, { recursive: true });
    log.info('after');
    await log.close();
    expect(shown).toMatch(/before[^]*after/);
  });
});

describe('the terminal', () => {
  async function lineFor(message: string, fields?: Record<string, unknown>): Promise<string> {
    shown = '';
    const log = logTo({ level: 'info', file: '', isTerminal: true });
    log.info(message, fields);
    await log.close();
    // Colours are the terminal's business.
    // eslint-disable-next-line no-control-regex
    return shown.replace(/\u001b\[\d+m/g, '');
  }

  it('gets a line for people: time, level, message, fields', async () => {
    expect(
      await lineFor('listener left', { listener: 'a1', seconds: 3, reason: 'it went away', none: '' }),
    ).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}listener left listener=a1 seconds=3 reason="it went away" none=""\n$/,
    );
  });

  it('gets one line whatever comes from outside, and nothing that steers it', async () => {
    const line = await lineFor('a\nb\u001b[2J', { agent: 'c\r\nd', odd: '\u009b\u202e' });
    expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(line).toContain('a\\u000ab\\u001b[2J agent="c\\r\\nd" odd=\\u009b\\u202e');
  });

  it('gets fields of any kind', async () => {
    const loop: Record<string, unknown> = { n: 1n };
    loop.self = loop;
    expect(await lineFor('odd', { loop, nothing: undefined, error: new Error('why') })).toMatch(
      /odd loop=.*n: 1n.*Circular.* nothing=undefined error=.*why/,
    );
  });
});
