/** What the page knows and does in a real Firefox, where statistics and devices have other names. */

import { describe, expect, it, vi } from 'vitest';
import { FirefoxPage } from '../support/firefox-page.js';
import { heardBy } from '../support/heard.js';

const firefox = FirefoxPage.inEachTest();

async function unfold(id: string): Promise<void> {
  await firefox.page.click(`#${id} > summary`);
}

async function texts(selector: string): Promise<string[]> {
  return firefox.page.$$eval(selector, (found) => found.map(({ textContent }) => textContent ?? ''));
}

describe('in Firefox', () => {
  it('the ladder finds nothing broken, and finds a muted page', async () => {
    await heardBy(firefox.page);
    await unfold('why');
    await vi.waitFor(
      async () => {
        await firefox.page.click('#check');
        await firefox.page.waitForSelector('#ladder[aria-busy="false"]');
        expect(await texts('#ladder [data-state="broken"]')).toEqual([]);
        expect(await firefox.page.$$eval('#ladder li', (found) => found.length)).toBe(12);
      },
      { timeout: 20_000 },
    );
    await firefox.page.click('#mute');
    await firefox.page.click('#check');
    await firefox.page.waitForSelector('#verdict[data-finding="muted"]');
    expect(firefox.complaints).toEqual([]);
  });

  it('the connection is told in numbers', async () => {
    await unfold('connection');
    await firefox.page.waitForSelector('.u-wrap');
    await vi.waitFor(
      async () => {
        const facts = await texts('#connection-facts dd');
        const bitrate = Number(/^[\d.]+/.exec(facts[3] ?? '')?.[0]);
        expect(bitrate, facts.join('; ')).toBeGreaterThan(60);
        expect(bitrate).toBeLessThan(180);
        expect(facts[9]).toMatch(/^\d+ ms$/);
        expect(await texts('#delay-hint')).toEqual([expect.stringMatching(/^Measured/)]);
      },
      { timeout: 15_000 },
    );
    expect(firefox.complaints).toEqual([]);
  });

  it('a wish for another codec is granted', async () => {
    await heardBy(firefox.page);
    await unfold('sound');
    await firefox.page.select('#codec', 'g722');
    await firefox.program.statusWhere(
      ({ listeners: [listener] }) => listener?.codec === 'g722' && listener.state === 'connected',
    );
    await firefox.page.waitForSelector('body[data-state="playing"]');
    expect((await firefox.program.status()).listeners).toHaveLength(1);
    expect(firefox.complaints).toEqual([]);
  });
});
