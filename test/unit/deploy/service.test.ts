import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentName, options } from '../../../src/config/options.js';

const deploy = new URL('../../../deploy/', import.meta.url);
const unit = readFileSync(new URL('earshot.service', deploy), 'utf8');
const dockerfile = readFileSync(new URL('Dockerfile', deploy), 'utf8');

it('systemd finds no fault with the unit, where there is a systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-systemd-'));
  const { error, status, stderr } = spawnSync(
    'systemd-analyze',
    ['--user', 'verify', new URL('earshot.service', deploy).pathname],
    { env: { ...process.env, XDG_RUNTIME_DIR: folder }, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  if (error && 'code' in error && error.code === 'ENOENT') return;
  expect(stderr).not.toContain('earshot.service:');
  expect(status).toBe(0);
});

it('the unit runs the built program, confined, and gives up where the configuration is wrong', () => {
  for (const line of [
    'ExecStart=/usr/bin/env node dist/src/main.js',
    'RestartPreventExitStatus=2',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
  ])
    expect(unit.split('\n')).toContain(line);
});

it('unit and image set variables that exist', () => {
  const known = [...options.map(environmentName), 'EARSHOT_STATE_FOLDER'];
  const used = [...`${unit}${dockerfile}`.matchAll(/\bEARSHOT_[A-Z_]+(?==)/g)].map(([name]) => name);
  expect(used).not.toHaveLength(0);
  for (const name of used) expect(known).toContain(name);
});

it('the image is made by the set-up that npm start runs, and has no user of power', () => {
  expect(dockerfile).toContain('RUN node scripts/setup.mjs');
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toContain('ENTRYPOINT ["node", "dist/src/main.js"]');
});
