#!/usr/bin/env node
// Makes a fresh machine ready, then gets out of the way: `npm start` and
// `npm test` run this first. Plain Node without dependencies, because it runs
// before there are any. With everything in place it only looks at files.
//
//   node scripts/setup.mjs            what running needs
//   node scripts/setup.mjs --test     also what the tests need

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildIsCurrent, installPackages, packagesAreCurrent } from './setup/build.mjs';
import { missingNeeds } from './setup/needs.mjs';
import { findManager, installCommands, onPath, runAll } from './setup/package-manager.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const forTests = process.argv.includes('--test');

function stop(...lines) {
  console.error(['', ...lines].join('\n'));
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Earshot needs Node.js 20.19 or newer; this is ${process.version}.`,
    'Install a newer Node.js and run the same command again.',
  );
}

function installSystemPackages() {
  if (process.platform !== 'linux') return; // Windows: see docs/windows.md
  const stages = { run: true, build: !packagesAreCurrent(root), test: forTests };
  const missing = missingNeeds(stages);
  if (missing.length === 0) return;

  const list = missing.map((need) => `  - ${need.what}`);
  const manager = findManager();
  if (!manager)
    stop(
      'Missing from this machine:',
      ...list,
      'None of apt, dnf, pacman or zypper is here: please install these with your own package manager.',
    );

  const isRoot = process.getuid() === 0;
  const commands = installCommands(manager, missing, { isRoot });
  const shown = commands.map((command) => `  ${command.join(' ')}`);
  if (!isRoot && !onPath('sudo'))
    stop(
      'Missing from this machine:',
      ...list,
      'Please run as root, then start again:',
      ...shown.map((line) => line.replace('  sudo ', '  ')),
    );

  console.log(['Missing from this machine:', ...list, 'Installing it now:', ...shown, ''].join('\n'));
  if (!runAll(commands)) stop('That did not work. Please run it yourself, then start again:', ...shown);

  const still = missingNeeds(stages);
  if (still.length > 0)
    stop(
      'Installed, but still not found:',
      ...still.map((need) => `  - ${need.what}`),
      'Is another distribution package needed on this system?',
    );
}

checkNode();
installSystemPackages();
if (!packagesAreCurrent(root)) {
  console.log("Installing npm's packages (node-gtk is compiled here: about a minute) ...");
  if (!installPackages(root))
    stop('npm could not install everything: the reason is above. To try again:', '  npm ci');
}
if (!buildIsCurrent(root)) {
  console.log('Building ...');
  if (!build(root)) stop('The build failed: the reason is above.');
}
