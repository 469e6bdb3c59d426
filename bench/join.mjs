#!/usr/bin/env node
// How long a listener waits for its answer: POST /offer over 20 joins, each left
// again, after the very first one on its own.
//
//   npm run bench:join

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const JOINS = 20;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const sdp = readFileSync(at('../test/fixtures/offers/recorded/chromium-recvonly.sdp'), 'utf8');

const program = spawn(
  process.execPath,
  [
    at('../dist/src/main.js'),
    '--port',
    '0',
    '--source',
    'test-tone',
    '--log-file',
    '',
    '--log-level',
    'error',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const url = await openUrl(program.stdout);

async function join() {
  const startedAt = performance.now();
  const response = await fetch(`${url}/offer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sdp, type: 'offer' }),
  });
  const answer = await response.json();
  const elapsed = performance.now() - startedAt;
  if (response.status !== 200) throw new Error(`refused: ${JSON.stringify(answer)}`);
  await fetch(`${url}/offer/${answer.id}`, { method: 'DELETE' });
  return elapsed;
}

async function openUrl(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, found] = /^Open (http:\S+)/.exec(line) ?? [];
    if (found) return found;
  }
  throw new Error('the program did not start');
}

// fetch itself needs a first use, which is not what is measured here.
await fetch(`${url}/api/status`);
const first = await join();
const later = [];
for (let i = 0; i < JOINS; i += 1) later.push(await join());
later.sort((a, b) => a - b);
const ms = (value) => `${value.toFixed(1)} ms`;
console.log(
  `first join ${ms(first)}; then ${JOINS} joins: median ${ms(later[JOINS / 2])}, worst ${ms(later.at(-1))}`,
);

program.kill('SIGTERM');
await once(program, 'close');
