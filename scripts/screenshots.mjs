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
const VIEWS = [
  { name: 'desktop-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
];

const program = spawn(
  process.execPath,
  [at('../dist/src/main.js'), '--port', '0', '--source', 'left-right', '--log-file', ''],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
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
  const url = await openUrl(program.stdout);
  for (const { name, width, height, colorScheme } of VIEWS) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(url);
    await page.locator('body[data-state="playing"]').waitFor();
    // The peak hold has settled when the meter shows the tone's level.
    await page.locator('[role=meter][data-rms^="-9.0"]').first().waitFor();
    await page.screenshot({ path: `${folder}/${name}.png` });
    await page.close();
  }
} finally {
  await browser.close();
  program.kill('SIGTERM');
}

async function openUrl(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, found] = /^Open (http:\S+)/.exec(line) ?? [];
    if (found) return found;
  }
  throw new Error('the program did not start');
}
