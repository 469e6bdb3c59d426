import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import { tempFolder } from '../../support/temp-folder.js';

const script = join(packageRoot(), 'scripts/setup.mjs');

/** Runs the set-up where PATH has only these programs, so that what tests need is missing. */
function setUp(programs: Record<string, string> = {}, uid = 0) {
  const folder = tempFolder(programs);
  for (const name of Object.keys(programs)) chmodSync(join(folder, name), 0o755);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,process.getuid = () => ${String(uid)}`, script, '--test'],
    { env: { PATH: folder, RECORD: join(folder, 'record') }, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr, folder };
}

const DNF = '#!/bin/sh\necho "(dnf runs)"\necho "$@" >> "$RECORD"\n';
const SUDO = '#!/bin/sh\necho sudo >> "$RECORD"\nexec "$@"\n';
const USER = 1000;

describe('set-up that finds something missing', () => {
  it('says what, and stops, where it knows no package manager', () => {
    const { status, output } = setUp();
    expect(status).toBe(1);
    expect(output).toMatch(/Missing from this machine:\n[^]*- Chromium\n/);
    expect(output).toContain('None of apt, dnf, pacman or zypper is here');
  });

  it.each([
    ['by itself as root', { dnf: DNF }, 0, /^install -y .*\bchromium\b.*\n$/],
    ['by sudo as somebody else', { dnf: DNF, sudo: SUDO }, USER, /^sudo\ninstall -y .*\bchromium\b.*\n$/],
  ])('shows the command, runs it %s, and looks again afterwards', (_, programs, uid, record) => {
    const { status, output, folder } = setUp(programs, uid);
    expect(readFileSync(join(folder, 'record'), 'utf8')).toMatch(record);
    expect(output).toMatch(/Installing it now:\n.*dnf install -y .*chromium[^]*\(dnf runs\)/);
    expect(status).toBe(1);
    expect(output).toMatch(/Installed, but still not found:\n[^]*- Chromium/);
  });

  it('gives the command to whoever has to run it, where it fails', () => {
    const { status, output } = setUp({ zypper: '#!/bin/sh\nexit 4\n' });
    expect(status).toBe(1);
    expect(output).toMatch(
      /Please run it yourself, then start again:\n {2}zypper --non-interactive install .*chromium/,
    );
  });

  it('asks for root where there is no sudo, and runs nothing', () => {
    const { status, output, folder } = setUp({ dnf: DNF }, USER);
    expect(status).toBe(1);
    expect(output).toMatch(/Please run as root, then start again:\n {2}dnf install -y .*chromium/);
    expect(existsSync(join(folder, 'record'))).toBe(false);
  });
});
