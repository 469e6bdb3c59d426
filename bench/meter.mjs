#!/usr/bin/env node
// What the server-side meter costs, with one listener: processor time of engine and
// server while a reader of GET /api/events is sent 20 levels a second, against
// none. In both it is the main thread that does it; the others measure and encode
// all the time. Rounds of both by turns, as a machine is never quite at rest.
// Besides, what measuring itself takes, which goes on with or without a reader.
//
//   npm run bench:meter

import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOfChildren, cpuOfMain } from './cpu.mjs';
import { load } from './load.mjs';
import { median } from './median.mjs';

const ROUNDS = 6;
const ROUND_MS = 8000;
/** For what a change of readers itself costs. */
const SETTLE_MS = 500;
/** Of sound that GStreamer's own program measures as fast as it can. */
const SOUND_S = 1200;
const ALLOWED_PERCENT = 1;

const [{ Program }, { EventReader }, end] = await load(
  'test/support/program.ts',
  'test/support/event-reader.ts',
);
const program = await Program.start({ args: ['--source', 'left-right', '--log-level', 'error'] });
const { receiver } = await program.join();
await receiver.next(50);
const enginePid = (await program.status()).engine.pid;

/** Shares of one core while something is so, percent. */
async function measure() {
  await sleep(SETTLE_MS);
  const from = { at: performance.now(), engine: cpuOfMain(enginePid), server: cpuOfMain(program.pid) };
  await sleep(ROUND_MS);
  const elapsed = performance.now() - from.at;
  const share = (now, before) => ((now - before) / elapsed) * 100;
  return {
    engine: share(cpuOfMain(enginePid), from.engine),
    server: share(cpuOfMain(program.pid), from.server),
  };
}

const rounds = { off: [], on: [] };
let levels = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.off.push(await measure());
  const reader = await EventReader.open(program.url);
  rounds.on.push(await measure());
  levels += reader.all('level').length;
  reader.close();
}

await receiver.close();
await program.stop();
await end();

/** Processor time per second of sound of a pipeline, as a share of one core, percent. */
function shareOf(element) {
  const launch =
    `audiotestsrc num-buffers=${SOUND_S * 100} samplesperbuffer=480 ! audio/x-raw,format=S16LE,rate=48000,channels=2 ` +
    `${element} ! fakesink`;
  const before = cpuOfChildren();
  spawnSync('gst-launch-1.0', ['-q', ...launch.split(' ')], { stdio: 'ignore' });
  return ((cpuOfChildren() - before) / (SOUND_S * 1000)) * 100;
}

const percent = (value) => `${value.toFixed(2)} %`;
const cost = {};
for (const name of ['engine', 'server']) {
  const of = (state) => rounds[state].map((round) => round[name]);
  const differences = of('on').map((value, i) => value - of('off')[i]);
  cost[name] = median(differences);
  console.log(
    `${name}: ${percent(median(of('off')))} of a core without a reader, ${percent(median(of('on')))} with one; ` +
      `difference by rounds, median ${percent(cost[name])} (${differences.map((value) => value.toFixed(2)).join(', ')})`,
  );
}
const plain = [];
const measured = [];
for (let round = 0; round < 3; round += 1) {
  plain.push(shareOf(''));
  measured.push(shareOf('! level interval=50000000'));
}
cost.measuring = median(measured) - median(plain);
console.log(`measuring itself: ${percent(cost.measuring)} of a core`);
const total = cost.engine + cost.server + cost.measuring;
console.log(
  `meter in all: ${percent(total)} of a core, ${(levels / (ROUNDS * ((ROUND_MS + SETTLE_MS) / 1000))).toFixed(1)} levels a second`,
);
process.exit(total < ALLOWED_PERCENT ? 0 : 1);
