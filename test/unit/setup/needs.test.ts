import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingNeeds } from '../../../scripts/setup/needs.mjs';
import { tempFolder } from '../../support/temp-folder.js';

const ALL = { run: true, build: true, test: true };
/** On a machine with nothing, every need is missing. */
const NEEDS = missingNeeds(ALL, { root: '/nonexistent', path: '' });
const MANAGERS = ['apt', 'dnf', 'pacman', 'zypper'] as const;

/** Where Debian has libraries of this machine. */
const MULTIARCH: Partial<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const multiarch = MULTIARCH[process.arch] ?? `${process.arch}-linux-gnu`;

type Need = (typeof NEEDS)[number];

/** The file by which a need is recognised, below a folder for libraries; programs are below bin. */
function fileOf({ find }: Need, lib: string): string {
  if ('plugin' in find) return `${lib}/gstreamer-1.0/libgst${find.plugin}.so`;
  if ('typelib' in find) return `${lib}/girepository-1.0/${find.typelib}.typelib`;
  if ('header' in find) return `usr/include/${find.header}`;
  return `bin/${find.program[0] ?? ''}`;
}

function machine(files: string[]): { root: string; path: string } {
  const root = tempFolder(Object.fromEntries(files.map((file) => [file, ''])));
  return { root, path: ['', '/nonexistent', join(root, 'bin')].join(delimiter) };
}

const whats = (needs: Need[]) => needs.map(({ what }) => what);

describe('what is missing', () => {
  it('is what running, building and testing take, on an empty machine', () => {
    for (const thing of [
      'Opus encoder',
      'G.722 encoder (libav)',
      'ICE transport (libnice)',
      'WebRTC introspection',
    ]) {
      expect(whats(missingNeeds({ run: true }, machine([])))).toContain(thing);
    }
    expect(whats(missingNeeds({ build: true }, machine([])))).toContain('C++ compiler');
    expect(whats(missingNeeds({ test: true }, machine([])))).toEqual(
      expect.arrayContaining([
        'Chromium',
        'PulseAudio daemon',
        'PipeWire daemon',
        'PipeWire session manager',
      ]),
    );
  });

  it.each([
    ['Debian', `usr/lib/${multiarch}`],
    ['Fedora and openSUSE', 'usr/lib64'],
    ['Arch', 'usr/lib'],
    ['a GStreamer of one’s own', 'usr/local/lib'],
  ])('is nothing where all is in the places of %s', (_, lib) => {
    expect(whats(missingNeeds(ALL, machine(NEEDS.map((need) => fileOf(need, lib)))))).toEqual([]);
  });

  it.each(NEEDS.map((need) => [need.what, need] as const))(
    'is just the %s when only that is',
    (what, need) => {
      const others = NEEDS.filter((other) => fileOf(other, 'usr/lib') !== fileOf(need, 'usr/lib'));
      const missing = missingNeeds(ALL, machine(others.map((other) => fileOf(other, 'usr/lib'))));
      expect(whats(missing)).toEqual([what]);
    },
  );

  it('is of the stages asked for', () => {
    const bare = machine([]);
    expect(new Set(missingNeeds({ run: true }, bare).map(({ when }) => when))).toEqual(new Set(['run']));
    expect(new Set(missingNeeds({ run: true, test: true }, bare).map(({ when }) => when))).toEqual(
      new Set(['run', 'test']),
    );
    expect(missingNeeds({}, bare)).toEqual([]);
  });

  it.each([
    ['apt-get', true],
    ['dnf', false],
    ['pacman', false],
    ['zypper', false],
  ])('on a machine with %s the daemon of PulseAudio, beside PipeWire: %s', (program, isNeeded) => {
    const missing = whats(missingNeeds({ test: true }, machine([`bin/${program}`])));
    expect(missing).toContain("PulseAudio's protocol for PipeWire");
    expect(missing.includes('PulseAudio daemon')).toBe(isNeeded);
  });

  it('is a library that is here for another processor only', () => {
    const other = process.arch === 'x64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
    const files = NEEDS.map((need) => fileOf(need, `usr/lib/${other}`));
    expect(whats(missingNeeds({ run: true }, machine(files)))).toContain('Opus encoder');
  });

  it('is no program that is here under another of its names', () => {
    const google = machine(['bin/google-chrome']);
    expect(whats(missingNeeds({ test: true }, google))).not.toContain('Chromium');
    expect(whats(missingNeeds({ test: true }, machine([])))).toContain('Chromium');
  });

  it('is found without help on this machine, where the tests run', () => {
    expect(whats(missingNeeds({ run: true, test: true }))).toEqual([]);
  });
});

describe('each need', () => {
  it.each(NEEDS.map((need) => [need.what, need] as const))('%s has packages for every manager', (_, need) => {
    for (const manager of MANAGERS) {
      expect(need.packages[manager].length).toBeGreaterThan(0);
      for (const name of need.packages[manager]) expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9.+_-]+$/);
    }
  });

  it('has a name of its own', () => {
    expect(new Set(whats(NEEDS)).size).toBe(NEEDS.length);
  });
});
