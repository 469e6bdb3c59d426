#!/usr/bin/env node
// Pictures of the page for the docs: the built program plays left-right, the
// system's Chromium looks at it.
//
//   npm run screenshots

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = at('../docs/images');
/** `unfold`: parts of the page to be opened; `second`: somebody else has taken the only place. */
const VIEWS = [
  { name: 'desktop-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'sound', width: 1000, colorScheme: 'light', unfold: ['sound'], views: true },
  { name: 'connection', width: 1000, colorScheme: 'dark', unfold: ['connection'], wait: 20_000 },
  { name: 'why', width: 1000, colorScheme: 'light', unfold: ['why'], mute: true },
  { name: 'operator', width: 1000, colorScheme: 'light', unfold: ['computer'] },
  { name: 'german', width: 390, height: 844, colorScheme: 'light', locale: 'de-DE' },
  { name: 'error', width: 390, height: 844, colorScheme: 'light', second: true },
];

const programs = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
try {
  mkdirSync(folder, { recursive: true });
  const url = await start();
  const full = await start('--max-listeners', '1');
  const taken = await browser.newPage();
  await taken.goto(full);
  await taken.locator('body[data-state="playing"]').waitFor();
  const only = process.argv.slice(2);
  for (const view of VIEWS)
    if (only.length === 0 || only.includes(view.name)) await take(view, view.second ? full : url);
} finally {
  await browser.close();
  for (const program of programs) program.kill('SIGTERM');
}

async function take({ name, width, height = 800, unfold = [], views, mute, wait = 0, second, ...look }, url) {
  const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB', ...look });
  await page.goto(url);
  if (second) {
    await page.locator('body[data-state="reconnecting"]').waitFor();
    await page.locator('#version:not(:empty)').waitFor();
  } else {
    await page.locator('body[data-state="playing"]').waitFor();
    // The peak hold has settled when the meter shows the tone's level.
    await page.locator('[role=meter][data-rms^="-9.0"]').first().waitFor();
    await page.locator('#badge[data-channels="different"]').waitFor();
  }
  if (mute) await page.locator('#mute').click();
  for (const id of unfold) await page.locator(`#${id} > summary`).click();
  if (views) for (const id of ['show-spectrum', 'show-loudness']) await page.locator(`#${id}`).check();
  if (views) await page.locator('#lufs', { hasText: 'LUFS' }).waitFor();
  if (mute) await page.locator('#ladder [data-state="broken"]').waitFor();
  await page.waitForTimeout(wait);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: unfold.length > 0 });
  await page.close();
}

/** @returns the address of a program of its own that plays the left and right test */
async function start(...args) {
  const program = spawn(
    process.execPath,
    [at('../dist/src/main.js'), '--port', '0', '--source', 'left-right', '--log-file', '', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  programs.push(program);
  return openUrl(program.stdout);
}

async function openUrl(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, found] = /^Open (http:\S+)/.exec(line) ?? [];
    if (found) return found;
  }
  throw new Error('the program did not start');
}
