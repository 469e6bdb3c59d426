#!/usr/bin/env node
// Whether the delay that the page shows is the one that passes. Clicks are played into a null sink that Earshot
// captures; Chromium plays the page into a null sink of another server. Both monitors are recorded in the same
// way: what lies between a click here and there is the delay from loudspeaker to loudspeaker.
//
//   npm run bench:delay

import { setTimeout as sleep } from 'node:timers/promises';
import { ClickRecorder, playClicks } from './click-server.mjs';
import { load } from './load.mjs';
import { median } from './median.mjs';

const SECONDS = 20;
/** The page's jitter buffer starts large and shrinks. */
const SETTLE_MS = 5000;
/** No delay is longer. */
const LATEST_MS = 900;
/** What the delay may change by while it is measured. */
const SAME_MS = 40;

const [{ Program }, { PulseServer }, { launchChromium }, end] = await load(
  'test/support/program.ts',
  'test/support/pulse-server.ts',
  'test/support/chromium.ts',
);

/** A sound server whose default output can be recorded. */
async function serverWith(sink) {
  const server = await PulseServer.start();
  await server.loadNullSink(sink);
  await server.setDefaultSink(sink);
  return server;
}

/** Opens the page's panel and writes down the delay that it shows, each second. */
async function shownBy(page, made) {
  await page.locator('#connection > summary').click();
  const shown = [];
  while (!made.ended) {
    const parts = await page.locator('#delay-parts li').allTextContents();
    const total = await page.locator('#connection-facts dd').nth(9).textContent();
    const hint = await page.locator('#delay-hint').textContent();
    if (/\d/.test(total ?? '')) shown.push({ total: Number(/\d+/.exec(total)[0]), parts, hint });
    await sleep(1000);
  }
  return shown;
}

/** The distances of clicks are random: only of the true delay there are as many as clicks. */
function commonDelays(played, heard) {
  const all = played.flatMap((at) => heard.map((other) => other - at));
  const near = (one) => all.filter((other) => Math.abs(other - one) < SAME_MS);
  return all
    .filter((one) => one > 0 && one < LATEST_MS)
    .map(near)
    .reduce((most, group) => (group.length > most.length ? group : most), []);
}

const [here, there] = [await serverWith('speakers'), await serverWith('headphones')];
const browser = await launchChromium({ sound: there });
try {
  for (const buffer of ['lowest', 'balanced', 'safe']) {
    const program = await Program.start({
      args: ['--source', 'system', '--no-opus-usedtx', '--log-level', 'error'],
      env: here.env,
    });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(program.url);
    await page.locator('#sound > summary').click();
    await page.locator(`input[name=buffer][value=${buffer}]`).check();
    await page.locator('body[data-state="playing"]').waitFor();
    await sleep(SETTLE_MS);
    const recorders = [new ClickRecorder(here, 'speakers'), new ClickRecorder(there, 'headphones')];
    const made = { ended: false };
    const shown = shownBy(page, made);
    await playClicks(here, 'speakers', SECONDS);
    await sleep(LATEST_MS);
    made.ended = true;
    for (const recorder of recorders) recorder.stop();
    const [played, heard] = recorders.map(({ clicks }) => clicks);
    const delays = commonDelays(played, heard);
    const told = await shown;
    console.log(
      `${buffer.padEnd(9)} passed ${median(delays).toFixed(0)} ms (${Math.min(...delays).toFixed(0)} to ${Math.max(...delays).toFixed(0)}, ${delays.length} clicks), ` +
        `shown ${median(told.map(({ total }) => total)).toFixed(0)} ms (${Math.min(...told.map(({ total }) => total))} to ${Math.max(...told.map(({ total }) => total))}): ${told.at(-1).parts.join(', ')}. ${told.at(-1).hint}`,
    );
    await context.close();
    await program.stop();
  }
} finally {
  await browser.close();
  await here.close();
  await there.close();
  await end();
}
