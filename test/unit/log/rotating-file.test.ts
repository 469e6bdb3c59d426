import { once } from 'node:events';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatingFile } from '../../../src/log/rotating-file.js';
import { tempFolder } from '../../support/temp-folder.js';

const LIMITS = { maxBytes: 10, maxFiles: 3 };

async function write(path: string, lines: string[], limits = LIMITS): Promise<Error[]> {
  const troubles: Error[] = [];
  const file = new RotatingFile(path, limits, (error) => troubles.push(error));
  for (const line of lines) file.write(line);
  file.end();
  await once(file, 'finish');
  return troubles;
}

/** A device by a name that may be lost: what sets files aside must never be let loose on /dev itself. */
function linkTo(device: string): string {
  const link = join(tempFolder(), 'app.log');
  symlinkSync(device, link);
  return link;
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

describe('a rotating file', () => {
  it('is set aside before it would grow too large; the newest keeps the name, the oldest goes', async () => {
    const folder = tempFolder();
    const lines = ['1111\n', '2222\n', '3333\n', '4444\n', '5555\n', '6666\n', '7777\n'];
    expect(await write(join(folder, 'app.log'), lines)).toEqual([]);
    expect(contents(folder)).toEqual({
      'app.log': '7777\n',
      'app.1.log': '5555\n6666\n',
      'app.2.log': '3333\n4444\n',
    });
  });

  it('counts what an earlier run left', async () => {
    const folder = tempFolder({ 'app.log': '11111111\n' });
    await write(join(folder, 'app.log'), ['22\n']);
    expect(contents(folder)).toEqual({ 'app.log': '22\n', 'app.1.log': '11111111\n' });
  });

  it('keeps a line whole even if it alone is too large', async () => {
    const folder = tempFolder();
    await write(join(folder, 'app'), ['1\n', 'much too large\n', '2\n']);
    expect(contents(folder)).toEqual({ app: '2\n', 'app.1': 'much too large\n', 'app.2': '1\n' });
  });

  it('counts bytes, not characters', async () => {
    const folder = tempFolder();
    await write(join(folder, 'app.log'), ['äöü\n', 'ä\n']);
    expect(contents(folder)).toEqual({ 'app.log': 'äöü\nä\n' });
    await write(join(folder, 'app.log'), ['\n']);
    expect(contents(folder)).toHaveProperty(['app.1.log'], 'äöü\nä\n');
  });

  it('goes on in the old file where it cannot be set aside', async () => {
    const folder = tempFolder({ 'app.1.log/not-empty': '', 'app.2.log/not-empty': '' });
    const path = join(folder, 'app.log');
    const troubles = await write(path, ['11111111\n', '2\n', '3\n']);
    expect(troubles).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe('11111111\n3\n');
  });

  it('never sets aside what is no file', async () => {
    const link = linkTo('/dev/null');
    expect(await write(link, ['1111111\n', '2222222\n', '3333333\n'])).toEqual([]);
    expect(readdirSync(dirname(link))).toEqual(['app.log']);
  });

  it('tells of trouble once, not for every line', async () => {
    const troubles = await write(linkTo('/dev/full'), ['1\n', '2\n', '3\n']);
    expect(troubles.map(({ message }) => message)).toEqual([expect.stringContaining('ENOSPC')]);
  });

  it('says at once that it cannot be opened', () => {
    expect(() => new RotatingFile(tempFolder(), LIMITS, () => undefined)).toThrow('EISDIR');
  });
});
