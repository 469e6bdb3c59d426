#!/usr/bin/env node
// Everything that must hold before a change lands: lint, formatting, types, dead
// code, then the layers of tests. Ends with one plain line of counts.
//
//   npm test                     all of it
//   npm test -- unit http        only these layers, without the checks
//   npm run soak                 minutes of swaps and failures, a thousand visitors, engines that die; prints figures

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LAYERS = ['unit', 'http', 'gst', 'browser'];
const CHECKS = {
  types: ['typescript/bin/tsc', '-p', 'test/tsconfig.json'],
  lint: ['eslint/bin/eslint.js', '.'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  'dead code': ['knip/bin/knip.js'],
};

const asked = process.argv.slice(2);
const layers = asked.length > 0 ? [...LAYERS, 'soak'].filter((layer) => asked.includes(layer)) : LAYERS;
const counts = { passed: 0, failed: 0 };

function run(program, ...args) {
  return (
    spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
      cwd: root,
      stdio: 'inherit',
    }).status === 0
  );
}

function check(name, command) {
  const passed = run(...command);
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
  counts[passed ? 'passed' : 'failed'] += 1;
}

function runLayer(layer) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-test-'));
  const report = join(folder, 'report.json');
  try {
    const passed = run(
      'vitest/vitest.mjs',
      'run',
      '--project',
      layer,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    );
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += numPassedTests;
    // A file that does not even load has no failed test, and must fail all the same.
    counts.failed += Math.max(numFailedTests, passed ? 0 : 1);
  } catch (error) {
    console.error(`the layer "${layer}" gave no result: ${error.message}`);
    counts.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (asked.length === 0) for (const [name, command] of Object.entries(CHECKS)) check(name, command);
for (const layer of layers) runLayer(layer);

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
