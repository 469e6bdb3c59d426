// Installing system packages with whichever package manager the machine has.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} PackageManager
 * @property {import('./needs.mjs').Manager} name
 * @property {string} program
 * @property {string[]} [refresh]   arguments that bring its lists up to date
 * @property {string[]} install     arguments before the packages
 */

/** @type {PackageManager[]} */
const MANAGERS = [
  {
    name: 'apt',
    program: 'apt-get',
    refresh: ['update', '-q'],
    install: ['install', '-y', '-q', '--no-install-recommends'],
  },
  { name: 'dnf', program: 'dnf', install: ['install', '-y'] },
  { name: 'pacman', program: 'pacman', install: ['-Sy', '--needed', '--noconfirm'] },
  { name: 'zypper', program: 'zypper', install: ['--non-interactive', 'install'] },
];

/** @param {string} program @param {string} [path] @returns {boolean} */
export function onPath(program, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, program)));
}

/**
 * @param {string} [path]
 * @returns {PackageManager | undefined} the machine's own, or undefined where none of the four is there
 */
export function findManager(path) {
  return MANAGERS.find(({ program }) => onPath(program, path));
}

/**
 * The commands that install what is missing, in order.
 * @param {PackageManager} manager
 * @param {import('./needs.mjs').Need[]} needs
 * @param {{ isRoot: boolean }} who
 * @returns {string[][]}
 */
export function installCommands(manager, needs, { isRoot }) {
  const packages = [...new Set(needs.flatMap((need) => need.packages[manager.name]))];
  const prefix = isRoot ? [] : ['sudo'];
  const commands = [[...prefix, manager.program, ...manager.install, ...packages]];
  if (manager.refresh) commands.unshift([...prefix, manager.program, ...manager.refresh]);
  return commands;
}

/**
 * Runs commands in order. What counts is the last: a list that one foreign
 * repository cannot refresh need not keep the packages from being installed.
 * @param {string[][]} commands
 * @returns {boolean} whether the last one succeeded
 */
export function runAll(commands) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const results = commands.map(
    ([program, ...args]) => spawnSync(program, args, { stdio: 'inherit', env }).status,
  );
  return results.at(-1) === 0;
}
