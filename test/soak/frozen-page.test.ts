import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';

/** As promised where nothing is configured. */
const LIMIT_MS = 30_000;

let browser: Browser;
let program: Program;
beforeAll(async () => {
  browser = await launchChromium();
  program = await Program.start({ args: ['--source', 'test-tone'] });
});
afterAll(async () => {
  await browser.close();
  await program.stop();
});

/** Chromium's processes that run pages. */
async function renderers(): Promise<number[]> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

it('a page that freezes is ended within 30 s while another plays on, and comes back when it thaws', async () => {
  const page = await browser.newPage();
  await page.goto(program.url);
  await heardBy(page);
  const witness = await program.join();
  await witness.receiver.next(1);
  const [{ id } = { id: '' }] = (await program.status()).listeners;
  await program.statusWhere(({ listeners }) => listeners[0]?.stats?.roundTripMs !== undefined, 20_000);

  const pids = await renderers();
  const frozen = performance.now();
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await program.statusWhere(({ listeners }) => listeners.every((listener) => listener.id !== id), 40_000);
  const elapsed = Math.round(performance.now() - frozen);
  console.log(`the frozen page was ended after ${elapsed} ms`);
  expect(elapsed).toBeGreaterThan(20_000);
  expect(elapsed).toBeLessThan(LIMIT_MS + 500);
  expect((await program.status()).listeners).toHaveLength(1);
  expect(witness.receiver.connectionState).toBe('connected');

  for (const pid of pids) process.kill(pid, 'SIGCONT');
  await program.statusWhere(({ listeners }) => listeners.length === 2, 30_000);
  expect((await heardBy(page)).left.frequency).toBeCloseTo(440, -1);
  await witness.receiver.close();
}, 180_000);
