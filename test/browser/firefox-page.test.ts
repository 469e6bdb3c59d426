/** What the page knows and does in a real Firefox, where statistics and devices have other names. */

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Firefox } from '../support/firefox.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';

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

async function unfold(id: string): Promise<void> {
  await page.click(`#${id} > summary`);
}

async function texts(selector: string): Promise<string[]> {
  return page.$$eval(selector, (found) => found.map(({ textContent }) => textContent ?? ''));
}

describe('in Firefox', () => {
  it('the ladder finds nothing broken, and finds a muted page', async () => {
    await heardBy(page);
    await unfold('why');
    await vi.waitFor(
      async () => {
        await page.click('#check');
        await page.waitForSelector('#ladder[aria-busy="false"]');
        expect(await texts('#ladder [data-state="broken"]')).toEqual([]);
        expect(await page.$$eval('#ladder li', (found) => found.length)).toBe(12);
      },
      { timeout: 20_000 },
    );
    await page.click('#mute');
    await page.click('#check');
    await page.waitForSelector('#verdict[data-finding="muted"]');
    expect(complaints).toEqual([]);
  });

  it('the connection is told in numbers', async () => {
    await unfold('connection');
    await page.waitForSelector('.u-wrap');
    await vi.waitFor(
      async () => {
        const facts = await texts('#connection-facts dd');
        const bitrate = Number(/^[\d.]+/.exec(facts[3] ?? '')?.[0]);
        expect(bitrate, facts.join('; ')).toBeGreaterThan(60);
        expect(bitrate).toBeLessThan(180);
        expect(facts[9]).toMatch(/^\d+ ms$/);
      },
      { timeout: 15_000 },
    );
    expect(complaints).toEqual([]);
  });

  it('a wish for another codec is granted', async () => {
    await heardBy(page);
    await unfold('sound');
    await page.select('#codec', 'g722');
    await program.statusWhere(
      ({ listeners: [listener] }) => listener?.codec === 'g722' && listener.state === 'connected',
    );
    await page.waitForSelector('body[data-state="playing"]');
    expect((await program.status()).listeners).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
