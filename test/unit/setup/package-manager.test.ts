import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findManager, installCommands, onPath, runAll } from '../../../scripts/setup/package-manager.mjs';
import { missingNeeds } from '../../../scripts/setup/needs.mjs';
import { tempFolder } from '../../support/temp-folder.js';

const needs = missingNeeds({ run: true, build: true }, { root: '/nonexistent', path: '' }).filter(
  ({ what }) => ['ICE transport (libnice)', 'C++ compiler', 'make'].includes(what),
);

/** A PATH on which these programs are. */
function pathWith(...programs: string[]): string {
  const folder = tempFolder(Object.fromEntries(programs.map((name) => [`bin/${name}`, ''])));
  return ['/nonexistent', '', join(folder, 'bin')].join(delimiter);
}

function commandsOf(program: string, isRoot: boolean): string[] {
  const manager = findManager(pathWith(program));
  if (!manager) throw new Error(`${program} was not found`);
  return installCommands(manager, needs, { isRoot }).map((words) => words.join(' '));
}

describe('the package manager', () => {
  it.each([
    ['apt-get', 'apt'],
    ['dnf', 'dnf'],
    ['pacman', 'pacman'],
    ['zypper', 'zypper'],
  ])('%s is recognised on the PATH', (program, name) => {
    expect(findManager(pathWith('sh', program))?.name).toBe(name);
  });

  it('is none where none of them is', () => {
    expect(findManager(pathWith('sh', 'brew'))).toBeUndefined();
    expect(findManager('')).toBeUndefined();
  });
});

it('a program is on the PATH only as a whole name', () => {
  const path = pathWith('sudo-ldap');
  expect(onPath('sudo', path)).toBe(false);
  expect(onPath('sudo-ldap', path)).toBe(true);
});

describe('the commands that install', () => {
  it.each([
    [
      'apt-get',
      [
        'apt-get update -q',
        'apt-get install -y -q --no-install-recommends gstreamer1.0-nice build-essential',
      ],
    ],
    ['dnf', ['dnf install -y libnice-gstreamer1 gcc-c++ make']],
    ['pacman', ['pacman -Sy --needed --noconfirm libnice base-devel']],
    ['zypper', ['zypper --non-interactive install gstreamer-libnice gcc-c++ make']],
  ])('are those of %s, each package named once', (program, commands) => {
    expect(commandsOf(program, true)).toEqual(commands);
    expect(commandsOf(program, false)).toEqual(commands.map((command) => `sudo ${command}`));
  });
});

describe('running them', () => {
  const node = (code: string) => [process.execPath, '-e', code];

  it('is fine when the last one is: a list that cannot be refreshed need not matter', () => {
    expect(runAll([node('process.exit(1)'), node('')])).toBe(true);
    expect(runAll([node(''), node('process.exit(1)')])).toBe(false);
    expect(runAll([['/nonexistent/program']])).toBe(false);
  });

  it('asks Debian’s tools no questions', () => {
    expect(runAll([node("process.exit(process.env.DEBIAN_FRONTEND === 'noninteractive' ? 0 : 1)")])).toBe(
      true,
    );
  });
});
