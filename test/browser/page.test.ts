/** The page in a real browser, with a stand-in for the server and real sound from a sender page. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import type { StubEarshot } from '../support/stub-earshot.js';
import { StubPage } from '../support/stub-page.js';

let browser: Browser;
let stub: StubPage;
let earshot: StubEarshot;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  await serve(browser);
});

afterEach(() => stub.close());

async function serve(browser: Browser): Promise<void> {
  stub = await StubPage.in(browser);
  ({ earshot, page } = stub);
}

describe('the page', () => {
  it('plays by itself and shows left and right apart, in dBFS', async () => {
    await stub.open();
    await stub.state('playing');
    await stub.audible();
    // What overshot while the codec settled has to fall first.
    await vi.waitFor(async () => expect((await stub.levels()).peak).toBeCloseTo(-12, 0), 5000);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Left and right test tones');
    expect(await page.locator('#applied').textContent()).toBe('Opus · 96 kbit/s · stereo');
    expect(stub.complaints).toEqual([]);
  });

  it('tells assistive technology the level, once a second', async () => {
    await stub.open();
    await stub.audible();
    const meter = page.getByRole('meter', { name: 'Left channel' });
    await vi.waitFor(async () => expect(await meter.getAttribute('aria-valuenow')).toBe('-15'), 3000);
    expect(await meter.getAttribute('aria-valuetext')).toBe(
      '−15 dBFS, peak −12; the computer sends −15 dBFS',
    );
  });

  it('says what was applied and why it differs', async () => {
    await stub.open();
    await stub.state('playing');
    await stub.unfold('sound');
    expect(await page.locator('#notes').innerText()).toMatch(
      /opus-useinbandfec: asked on, applied off\. At music bit rates/,
    );
  });

  it.each([320, 390, 1280])('fits a screen %d pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    earshot.refusal = { status: 503, code: 'too-many-listeners', detail: 'x'.repeat(100), retryAfter: 30 };
    earshot.status.source.title = 'A source with an uncommonly-long-name-without-a-single-space-in-it';
    await stub.open();
    await stub.state('reconnecting');
    await page.getByRole('heading', { name: /uncommonly/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

describe('the button', () => {
  it('stops the sound and the session, and starts again, by keyboard too', async () => {
    await stub.open();
    await stub.state('playing');
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await stub.state('idle');
    await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
    expect((await stub.levels()).left).toBeLessThan(-100);
    await page.getByRole('button', { name: 'Listen' }).press('Space');
    await stub.audible();
    expect(earshot.sessions.size).toBe(1);
  });

  it('stays stopped when the network comes back', async () => {
    await stub.open();
    await stub.state('playing');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByRole('button', { name: 'Listen' }).waitFor();
    expect(earshot.offers).toHaveLength(1);
  });

  it('is the gesture where the browser refuses to play by itself', async () => {
    const strict = await launchChromium({ autoplay: false });
    try {
      await stub.close();
      await serve(strict);
      // Asking the page for its state would count as a gesture: it tells by itself.
      await page.addInitScript(() => {
        addEventListener('DOMContentLoaded', () => {
          new MutationObserver(() => console.info(document.body.dataset.state)).observe(document.body, {
            attributeFilter: ['data-state'],
          });
        });
      });
      const blocked = page.waitForEvent('console', (message) => message.text() === 'blocked');
      await stub.open();
      await blocked;
      expect(await page.locator('#message').textContent()).toMatch(/press Listen/);
      await page.getByRole('button', { name: 'Listen' }).click();
      await stub.state('playing');
      await stub.audible();
      expect(earshot.offers).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });
});

describe('trouble', () => {
  it('is told in words, with the detail of the server, and can be tried again', async () => {
    earshot.refusal = { status: 422, code: 'no-common-codec', detail: 'Earshot has opus here.' };
    await stub.open();
    await stub.state('failed');
    expect(await page.locator('#notice p').allInnerTexts()).toEqual([
      'This browser and Earshot have no audio codec in common.',
      'Earshot has opus here.',
    ]);
    earshot.refusal = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await stub.audible();
    expect(await page.locator('#notice').isVisible()).toBe(false);
  });

  it('ends by itself: audible within 3 s after the engine fell silent', async () => {
    await stub.open();
    await stub.audible();
    const lost = performance.now();
    await stub.sender.fallSilent();
    earshot.loseEngine();
    await stub.state('reconnecting');
    earshot.restartEngine();
    await stub.audible();
    expect(performance.now() - lost).toBeLessThan(3000);
    expect(await page.locator('body').getAttribute('data-state')).toBe('playing');
  });

  it('names a source that gives no sound', async () => {
    Object.assign(earshot.status.source, { state: 'waiting', reason: 'the sound server is away.' });
    await stub.open();
    await stub.state('playing');
    await page.getByText('Left and right test tones gives no sound yet: the sound server is away.').waitFor();
  });
});

describe('leaving the page', () => {
  it('ends the session', async () => {
    await stub.open();
    await stub.state('playing');
    await page.goto('about:blank');
    await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
  });

  it('and coming back to it by the back button, out of the cache, goes on by itself, once', async () => {
    const keeping = await launchChromium({ keepsPages: true });
    try {
      await stub.close();
      await serve(keeping);
      await stub.open();
      await stub.audible();
      await page.evaluate(() => {
        addEventListener(
          'pageshow',
          ({ persisted }) => (document.body.dataset.persisted = String(persisted)),
        );
      });
      await page.goto(`${stub.url}icon.svg`);
      await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
      // A page out of the cache loads nothing, so that nothing more of it is to be waited for.
      await page.goBack({ waitUntil: 'commit' });
      await vi.waitFor(() => expect([...earshot.sessions]).toEqual(['session-2']), 5000);
      await stub.state('playing');
      const reasons = await page.evaluate(() => {
        const [entry] = performance.getEntriesByType('navigation') as { notRestoredReasons?: unknown }[];
        return JSON.stringify(entry?.notRestoredReasons ?? null);
      });
      expect(await page.locator('body').getAttribute('data-persisted'), reasons).toBe('true');
      expect((await heardBy(page)).isStereo).toBe(true);
      expect([...earshot.sessions]).toEqual(['session-2']);
      await vi.waitFor(() => expect(earshot.readers).toBe(1));
      expect(stub.complaints).toEqual([]);
    } finally {
      await keeping.close();
    }
  });
});
