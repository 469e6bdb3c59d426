// Installing system packages with whichever package manager the machine has.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

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

export function onPath(program, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, program)));
}

/** @returns the machine's package manager, or undefined where none of the four is there */
export function findManager(path) {
  return MANAGERS.find(({ program }) => onPath(program, path));
}

/**
 * The commands that install what is missing, in order.
 * @param {(typeof MANAGERS)[number]} manager
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

/** Runs commands in order; the first that fails ends it. @returns {boolean} whether all succeeded */
export function runAll(commands) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return commands.every(
    ([program, ...args]) => spawnSync(program, args, { stdio: 'inherit', env }).status === 0,
  );
}
