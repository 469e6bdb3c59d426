// npm's packages and the compiled program: is each newer than what it is made from?

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const ADDON_FOLDER = 'node_modules/node-gtk/lib/binding';
const PACKAGES_STAMP = 'node_modules/.earshot-packages';
const BUILD_STAMP = 'dist/.built';
const BUILD_INPUTS = ['src', 'client', 'package.json', 'tsconfig.json'];

/** A native addon fits one Node ABI, so the stamp names that as well as the lock file. */
function packagesKey(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch} abi${process.versions.modules}`;
}

function addonIsBuilt(root) {
  const folder = join(root, ADDON_FOLDER);
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.node'))
  );
}

/** @param {string} root @returns {boolean} whether what the lock file names is installed, for this Node */
export function packagesAreCurrent(root) {
  const stamp = join(root, PACKAGES_STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === packagesKey(root) && addonIsBuilt(root);
}

/** @param {string} root @returns {boolean} whether npm installed everything and node-gtk was built */
export function installPackages(root) {
  // What npm tells its scripts about the running command must not steer the install.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(command|lifecycle)/.test(name)),
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // With NODE_ENV=production npm would leave out the compiler.
  const { status } = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  if (status !== 0 || !addonIsBuilt(root)) return false;
  writeFileSync(join(root, PACKAGES_STAMP), packagesKey(root));
  return true;
}

/** @param {string} root @returns {boolean} whether the program is newer than what it is made from */
export function buildIsCurrent(root) {
  const stamp = join(root, BUILD_STAMP);
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return BUILD_INPUTS.every((input) => newest(join(root, input)) <= built);
}

/** Latest modification in a file or tree, folders included so that a deletion counts. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stats.mtimeMs,
  );
}

/**
 * Bundles the page and the embeddable player, each by itself: a phone fetches one file instead of fifty. What
 * only some look at becomes a file of its own, fetched when it is wanted.
 */
function bundleClient(root) {
  const { buildSync } = createRequire(join(root, 'package.json'))('esbuild');
  try {
    for (const entry of ['main', 'embed']) {
      buildSync({
        absWorkingDir: root,
        entryPoints: [`client/src/${entry}.ts`],
        outdir: 'dist/client',
        chunkNames: '[name]-[hash]',
        bundle: true,
        splitting: true,
        minify: true,
        sourcemap: true,
        format: 'esm',
        target: 'es2022',
        legalComments: 'none',
        logLevel: 'warning',
      });
    }
    return true;
  } catch {
    return false; // esbuild has said why
  }
}

/**
 * Compiles server and page, and copies the page's files.
 * @param {string} root
 * @returns {boolean} whether it compiled
 */
export function build(root) {
  const startedAt = new Date();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const project of ['tsconfig.json', 'client/tsconfig.json']) {
    if (spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' }).status !== 0)
      return false;
  }
  cpSync(join(root, 'client'), join(root, 'dist/client'), {
    recursive: true,
    filter: (file) => !/([\\/]tsconfig\.json|[\\/]src)$/.test(file),
  });
  if (!bundleClient(root)) return false;
  // It names no other module, so that a site can take it alone.
  cpSync(join(root, 'dist/types/client/src/embed.d.ts'), join(root, 'dist/client/embed.d.ts'));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, BUILD_STAMP), '');
  utimesSync(join(root, BUILD_STAMP), startedAt, startedAt); // an edit made while compiling must count as newer
  return true;
}
