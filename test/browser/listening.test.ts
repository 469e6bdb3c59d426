/** The page in a real browser, with the real program behind it. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let program: Program | undefined;
let page: Page;
let complaints: string[];
afterEach(async () => {
  await page.close();
  await program?.stop();
  program = undefined;
});

async function open(args: string[]): Promise<Program> {
  const running = await Program.start({ args });
  program = running;
  page = await browser.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(running.url);
  await page.locator('body[data-state="playing"]').waitFor();
  return running;
}

async function meter(name: string): Promise<number> {
  return Number(await page.getByRole('meter', { name }).getAttribute('data-rms'));
}

describe('left-right', () => {
  it('is heard as 440 Hz left and 880 Hz right, decoded in stereo, and the meters differ', async () => {
    await open(['--source', 'left-right']);
    const { left, right, isStereo } = await heardBy(page);
    expect(isStereo).toBe(true);
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect(Math.abs(right.frequency - 880)).toBeLessThan(8.8);
    expect(Math.abs(left.rms + 9.03)).toBeLessThan(2);
    expect(Math.abs(right.rms + 15.05)).toBeLessThan(2);
    expect(Math.abs((await meter('Left channel')) - left.rms)).toBeLessThan(1.5);
    expect(Math.abs((await meter('Right channel')) - right.rms)).toBeLessThan(1.5);
    expect(complaints).toEqual([]);
  });
});

describe.each(['opus', 'g722', 'pcmu', 'pcma'])('with %s', (codec) => {
  it('Chromium hears the tone', async () => {
    const running = await open(['--source', 'test-tone', '--preferred-codec', codec]);
    const { left } = await heardBy(page);
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect(Math.abs(left.rms + 9.03)).toBeLessThan(2);
    const { listeners } = await running.status();
    expect(listeners[0]?.codec).toBe(codec);
  });
});

describe('when the engine is killed', () => {
  it('the page is audible again within 3 s, without a click', async () => {
    const running = await open(['--source', 'test-tone']);
    await heardBy(page);
    const { engine } = await running.status();
    const killedAt = performance.now();
    process.kill(engine.pid ?? 0, 'SIGKILL');
    await running.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    const { left } = await heardBy(page);
    const elapsed = performance.now() - killedAt;
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect(elapsed, `${elapsed} ms`).toBeLessThan(3000);
  });
});

describe('when the page is closed', () => {
  it('its listener is gone at once', async () => {
    const running = await open(['--source', 'test-tone']);
    await running.statusWhere(({ listeners }) => listeners.length === 1);
    await page.goto('about:blank');
    await running.statusWhere(({ listeners }) => listeners.length === 0, 2000);
  });
});
