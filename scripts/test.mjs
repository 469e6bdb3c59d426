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
import { dirname, join, relative } from 'node:path';
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
/** What failed, each in a few lines: whoever sees only the end of the output finds it there. */
const failures = [];

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
  if (!passed) failures.push(`the check of ${name}`);
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
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += numPassedTests;
    // A file that does not even load has no failed test, and must fail all the same.
    counts.failed += Math.max(numFailedTests, passed ? 0 : 1);
    for (const result of testResults) failures.push(...failuresOf(result));
  } catch (error) {
    failures.push(`the layer "${layer}" gave no result: ${error.message}`);
    counts.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param result one file of Vitest's JSON report */
function failuresOf({ name: file, message, status, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [describe(relative(root, file), message)];
  return failed.map(({ fullName, failureMessages }) =>
    describe(`${relative(root, file)} > ${fullName}`, failureMessages.join('\n')),
  );
}

function describe(what, message) {
  const [first = '', ...stack] = message.split('\n');
  const place = stack.find((line) => line.includes(`${root}/test/`)) ?? '';
  return [what, `    ${first.slice(0, 500)}`, place && `    ${place.trim()}`].filter(Boolean).join('\n');
}

if (asked.length === 0) for (const [name, command] of Object.entries(CHECKS)) check(name, command);
for (const layer of layers) runLayer(layer);

for (const failure of failures) console.log(`\nFAILED: ${failure}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
