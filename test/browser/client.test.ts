/** The page in a real browser, with a stand-in for the server and real sound from a sender page. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { launchChromium } from '../support/chromium.js';
import { StubEarshot } from '../support/stub-earshot.js';
import { ToneSender } from '../support/tone-sender.js';

/** RMS of the sender's tones, dBFS. */
const LEFT = -15.05;
const RIGHT = -21.07;

let browser: Browser;
let context: BrowserContext;
let earshot: StubEarshot;
let sender: ToneSender;
let url: string;
let page: Page;
/** What the browser complained about. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  await serve(browser);
});

afterEach(async () => {
  await context.close();
  await earshot.close();
});

async function serve(browser: Browser): Promise<void> {
  earshot = new StubEarshot((id, sdp) => sender.answer(id, sdp));
  url = await earshot.listen();
  context = await browser.newContext();
  const senderPage = await context.newPage();
  await senderPage.goto(`${url}icon.svg`);
  sender = await ToneSender.on(senderPage);
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
}

async function state(wanted: string, timeout = 5000): Promise<void> {
  await page.locator(`body[data-state="${wanted}"]`).waitFor({ timeout });
}

/** Levels that the meters show, dBFS. */
async function levels(): Promise<{ left: number; right: number; peak: number }> {
  const read = async (name: string, value: string) =>
    Number(await page.getByRole('meter', { name }).getAttribute(`data-${value}`));
  return {
    left: await read('Left channel', 'rms'),
    right: await read('Right channel', 'rms'),
    peak: await read('Left channel', 'peak'),
  };
}

async function audible(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { left, right } = await levels();
      expect(Math.abs(left - LEFT)).toBeLessThan(1);
      expect(Math.abs(right - RIGHT)).toBeLessThan(1);
    },
    { timeout: 5000, interval: 20 },
  );
}

describe('the page', () => {
  it('plays by itself and shows left and right apart, in dBFS', async () => {
    await page.goto(url);
    await state('playing');
    await audible();
    expect((await levels()).peak).toBeCloseTo(-12, 0);
    expect(await page.getByRole('heading').textContent()).toBe('Left and right test tones');
    expect(await page.locator('#applied').textContent()).toBe('Opus · 96 kbit/s · stereo');
    expect(complaints).toEqual([]);
  });

  it('tells assistive technology the level, once a second', async () => {
    await page.goto(url);
    await audible();
    const meter = page.getByRole('meter', { name: 'Left channel' });
    await vi.waitFor(async () => expect(await meter.getAttribute('aria-valuenow')).toBe('-15'), 3000);
    expect(await meter.getAttribute('aria-valuetext')).toBe('−15 dBFS, peak −12');
  });

  it('says what was applied and why it differs', async () => {
    await page.goto(url);
    await state('playing');
    await page.locator('summary').click();
    expect(await page.locator('#notes').innerText()).toMatch(
      /opus-useinbandfec: asked on, applied off\. At music bit rates/,
    );
  });

  it.each([320, 390, 1280])('fits a screen %d pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    earshot.refusal = { status: 503, code: 'too-many-listeners', detail: 'x'.repeat(100), retryAfter: 30 };
    earshot.status.source.title = 'A source with an uncommonly-long-name-without-a-single-space-in-it';
    await page.goto(url);
    await state('reconnecting');
    await page.getByRole('heading', { name: /uncommonly/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

describe('the button', () => {
  it('stops the sound and the session, and starts again, by keyboard too', async () => {
    await page.goto(url);
    await state('playing');
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await state('idle');
    await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
    expect((await levels()).left).toBeLessThan(-100);
    await page.getByRole('button', { name: 'Listen' }).press('Space');
    await audible();
    expect(earshot.sessions.size).toBe(1);
  });

  it('stays stopped when the network comes back', async () => {
    await page.goto(url);
    await state('playing');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByRole('button', { name: 'Listen' }).waitFor();
    expect(earshot.offers).toHaveLength(1);
  });

  it('is the gesture where the browser refuses to play by itself', async () => {
    const strict = await launchChromium({ autoplay: false });
    try {
      await context.close();
      await earshot.close();
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
      await page.goto(url);
      await blocked;
      expect(await page.locator('#message').textContent()).toMatch(/press Listen/);
      await page.getByRole('button', { name: 'Listen' }).click();
      await state('playing');
      await audible();
      expect(earshot.offers).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });
});

describe('trouble', () => {
  it('is told in words, with the detail of the server, and can be tried again', async () => {
    earshot.refusal = { status: 422, code: 'no-common-codec', detail: 'Earshot has opus here.' };
    await page.goto(url);
    await state('failed');
    expect(await page.locator('#notice p').allInnerTexts()).toEqual([
      'This browser and Earshot have no audio codec in common.',
      'Earshot has opus here.',
    ]);
    earshot.refusal = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await audible();
    expect(await page.locator('#notice').isVisible()).toBe(false);
  });

  it('ends by itself: audible within 3 s after the engine fell silent', async () => {
    await page.goto(url);
    await audible();
    const lost = performance.now();
    await sender.fallSilent();
    earshot.loseEngine();
    await state('reconnecting');
    earshot.restartEngine();
    await audible();
    expect(performance.now() - lost).toBeLessThan(3000);
    expect(await page.locator('body').getAttribute('data-state')).toBe('playing');
  });

  it('names a source that gives no sound', async () => {
    Object.assign(earshot.status.source, { state: 'waiting', reason: 'the sound server is away.' });
    await page.goto(url);
    await state('playing');
    await page.getByText('Left and right test tones gives no sound yet: the sound server is away.').waitFor();
  });
});

describe('leaving the page', () => {
  it('ends the session', async () => {
    await page.goto(url);
    await state('playing');
    await page.goto('about:blank');
    await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
  });

  it('and coming back by the back button from the cache goes on', async () => {
    await page.goto(url);
    await state('playing');
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await vi.waitFor(() => expect(earshot.ended).toEqual(['session-1']));
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await audible();
    expect([...earshot.sessions]).toEqual(['session-2']);
  });
});
