import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIsCurrent, packagesAreCurrent } from '../../../scripts/setup/build.mjs';
import { tempFolder, writeFiles } from '../../support/temp-folder.js';

const LOCK = '{"lockfileVersion": 3}';
const ABI = process.versions.modules;

function stampOf(lock: string, abi = ABI): string {
  const sum = createHash('sha256').update(lock).digest('hex');
  return `${sum} ${process.platform}-${process.arch} abi${abi}`;
}

function installed(): string {
  return tempFolder({
    'package-lock.json': LOCK,
    'node_modules/.earshot-packages': stampOf(LOCK),
    [`node_modules/node-gtk/lib/binding/node-v${ABI}-linux-x64/node_gtk.node`]: '',
  });
}

describe('npm’s packages', () => {
  it('are current when the stamp is of this lock file and this Node, and node-gtk is built', () => {
    expect(packagesAreCurrent(installed())).toBe(true);
  });

  it('are not current on a fresh clone', () => {
    expect(packagesAreCurrent(tempFolder({ 'package-lock.json': LOCK }))).toBe(false);
  });

  it('are not current when the lock file changed', () => {
    const root = installed();
    writeFiles(root, { 'package-lock.json': `${LOCK}\n` });
    expect(packagesAreCurrent(root)).toBe(false);
  });

  it('are not current for another Node, as an addon fits one only', () => {
    const root = installed();
    writeFiles(root, { 'node_modules/.earshot-packages': stampOf(LOCK, '1') });
    expect(packagesAreCurrent(root)).toBe(false);
  });

  it('are not current when node-gtk was not built', () => {
    const root = installed();
    rmSync(join(root, 'node_modules/node-gtk/lib/binding'), { recursive: true });
    expect(packagesAreCurrent(root)).toBe(false);
    mkdirSync(join(root, 'node_modules/node-gtk/lib/binding'));
    expect(packagesAreCurrent(root)).toBe(false);
  });
});

const INPUTS = ['src/a/b.ts', 'client/src/c.ts', 'client/index.html', 'package.json', 'tsconfig.json'];
/** Seconds since the epoch; folders count as well, so they are set too. */
const BUILT = 2_000;

function built(): string {
  const root = tempFolder(
    Object.fromEntries([...INPUTS, 'dist/.built', 'README.md'].map((file) => [file, ''])),
  );
  for (const path of [...INPUTS, 'src/a', 'src', 'client/src', 'client']) touch(root, path, BUILT - 1);
  touch(root, 'dist/.built', BUILT);
  return root;
}

function touch(root: string, path: string, seconds: number): void {
  utimesSync(join(root, path), seconds, seconds);
}

describe('the build', () => {
  it('is current when it is newer than all it is made from', () => {
    expect(buildIsCurrent(built())).toBe(true);
  });

  it('is not current when there is none', () => {
    const root = built();
    rmSync(join(root, 'dist'), { recursive: true });
    expect(buildIsCurrent(root)).toBe(false);
  });

  it.each([...INPUTS, 'src/a', 'client'])('is not current when %s is newer', (path) => {
    const root = built();
    touch(root, path, BUILT + 1);
    expect(buildIsCurrent(root)).toBe(false);
  });

  it('does not mind what it is not made from', () => {
    const root = built();
    touch(root, 'README.md', BUILT + 1);
    expect(buildIsCurrent(root)).toBe(true);
  });

  it('is not current when a file was taken away', () => {
    const root = built();
    rmSync(join(root, 'src/a/b.ts'));
    expect(buildIsCurrent(root)).toBe(false);
  });
});
