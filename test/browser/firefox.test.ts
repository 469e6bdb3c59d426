/** The page in a real Firefox, with the real program behind it. */

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Firefox } from '../support/firefox.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';

/** RMS of the tones, dBFS. */
const LEFT = -9.03;
const RIGHT = -15.05;

let firefox: Firefox;
let program: Program;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  firefox = await Firefox.launch();
});
afterAll(() => firefox.close());

beforeEach(async () => {
  program = await Program.start({ args: ['--source', 'left-right'] });
  page = await firefox.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(program.url);
  await page.waitForSelector('body[data-state="playing"]');
});
afterEach(async () => {
  await page.close();
  await program.stop();
});

/** What the meter shows, dBFS. */
async function meter(name: 'left' | 'right'): Promise<number> {
  return page.$eval(`#meter-${name}`, (element) => Number(element.getAttribute('data-rms')));
}

/** Both tones, each on its side: listens again where the machine was too busy to play without a gap. */
async function hearsLeftRight(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { left, right, isStereo } = await heardBy(page);
      expect(isStereo).toBe(true);
      expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
      expect(Math.abs(right.frequency - 880)).toBeLessThan(8.8);
      expect(Math.abs(left.rms - LEFT)).toBeLessThan(1.5);
      expect(Math.abs(right.rms - RIGHT)).toBeLessThan(1.5);
    },
    { timeout: 20_000 },
  );
}

describe('Firefox', () => {
  it('hears left-right as 440 Hz left and 880 Hz right, in stereo, and the meters differ', async () => {
    await hearsLeftRight();
    await vi.waitFor(
      async () => {
        expect(Math.abs((await meter('left')) - LEFT)).toBeLessThan(1.5);
        expect(Math.abs((await meter('right')) - RIGHT)).toBeLessThan(1.5);
      },
      { timeout: 5000 },
    );
    expect(complaints).toEqual([]);
  });

  it('ends its session by Stop', async () => {
    await program.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    await page.click('#button');
    await page.waitForSelector('body[data-state="idle"]');
    await program.statusWhere(({ listeners }) => listeners.length === 0, 2000);
    expect(complaints).toEqual([]);
  });

  it('ends its session by leaving the page', async () => {
    await program.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    await page.goto('about:blank');
    await program.statusWhere(({ listeners }) => listeners.length === 0, 2000);
  });

  it('is audible again after the engine was killed, without a click', async () => {
    await heardBy(page);
    const { engine } = await program.status();
    process.kill(engine.pid ?? 0, 'SIGKILL');
    // The server may not know yet that the old one is dead.
    await program.statusWhere(
      (status) => status.engine.pid !== engine.pid && status.listeners[0]?.state === 'connected',
    );
    await hearsLeftRight();
    expect(complaints).toEqual([]);
  });
});
