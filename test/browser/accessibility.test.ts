/** axe-core (WCAG 2.2 AA and best practices) on every state of the page, in both schemes; and the keyboard. */

import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { listedDefaults } from '../support/listed-defaults.js';
import { listedPlaying, listedSources } from '../support/listed-sources.js';
import { StubPage } from '../support/stub-page.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let browser: Browser;
let stub: StubPage;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => stub.close());

async function violations(page: Page): Promise<string[]> {
  // Colours on their way from one state to the next are those of neither.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  // Playwright injects past the page's own policy.
  await page.evaluate(await readText(axe));
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  expect(results.passes.length).toBeGreaterThan(15);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function readText(file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(file, 'utf8');
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it('has no violation while it plays, with everything unfolded', async () => {
    stub = await StubPage.in(browser, { colorScheme });
    stub.earshot.sources = listedSources;
    stub.earshot.status.source = listedPlaying;
    stub.earshot.defaults = listedDefaults;
    stub.earshot.status.processing = [
      {
        name: 'gain',
        title: 'Gain',
        enabled: true,
        state: 'on',
        parameters: [
          {
            name: 'factor',
            type: 'number',
            description: 'factor',
            default: 1,
            minimum: 0,
            maximum: 10,
            value: 1,
          },
        ],
      },
    ];
    await stub.open();
    await stub.audible();
    await stub.page.locator('#computer').waitFor();
    for (const id of ['sound', 'connection', 'why', 'computer', 'new-listeners']) await stub.unfold(id);
    for (const name of ['Spectrum', 'Loudness (LUFS)', 'Show the level of every input'])
      await stub.page.getByRole('switch', { name }).click();
    await stub.page.locator('.u-wrap').waitFor();
    await stub.page.locator('#ladder li').first().waitFor();
    await stub.page.locator('#delay-parts li').first().waitFor();
    await stub.page.getByLabel('Bit rate of Opus').waitFor();
    await stub.page.getByRole('meter', { name: 'Level of Webcam' }).waitFor();
    expect(await violations(stub.page)).toEqual([]);
  });

  it('has no violation when it is refused', async () => {
    stub = await StubPage.in(browser, { colorScheme });
    stub.earshot.refusal = { status: 422, code: 'no-common-codec', detail: 'Earshot has opus here.' };
    await stub.open();
    await stub.state('failed');
    expect(await violations(stub.page)).toEqual([]);
  });

  it('has no violation when it asks for a token, in German at 320 pixels', async () => {
    stub = await StubPage.in(browser, {
      colorScheme,
      locale: 'de-DE',
      viewport: { width: 320, height: 640 },
    });
    stub.earshot.token = 'secret';
    await stub.open();
    await stub.page.locator('#token').waitFor();
    expect(await violations(stub.page)).toEqual([]);
  });
});

it('everything can be reached and used by keyboard', async () => {
  stub = await StubPage.in(browser);
  await stub.open();
  await stub.state('playing');
  const { page } = stub;
  await page.locator('#computer').waitFor();
  const reached = new Set<string>();
  const focused = () =>
    page.evaluate(() => {
      const { id, parentElement, localName } = document.activeElement ?? {};
      if (id) return id;
      return localName === 'summary' ? `${parentElement?.id ?? ''} summary` : (localName ?? '');
    });
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const id = await focused();
    if (id.endsWith(' summary') && !reached.has(id)) await page.keyboard.press('Enter');
    reached.add(id);
  }
  for (const id of [
    'button',
    'mute',
    'volume',
    'codec',
    'bitrate',
    'stereo',
    'low-data',
    'balance',
    'left-right',
  ])
    expect([...reached]).toContain(id);
  for (const id of [
    'sound summary',
    'connection summary',
    'why summary',
    'computer summary',
    'show-levels',
    'new-listeners summary',
    'copy',
    'check',
    'language',
  ])
    expect([...reached]).toContain(id);
});

it('motion is reduced for whoever asks for it', async () => {
  stub = await StubPage.in(browser, { reducedMotion: 'reduce' });
  await stub.page.addInitScript(() => {
    const counted = { frames: 0 };
    Object.assign(globalThis, { counted });
    addEventListener('DOMContentLoaded', () => {
      const bar = document.querySelector('#meter-left');
      if (bar)
        new MutationObserver(() => counted.frames++).observe(bar, {
          subtree: true,
          attributeFilter: ['style'],
        });
    });
  });
  await stub.open();
  await stub.audible();
  const frames = () =>
    stub.page.evaluate(() => (globalThis as unknown as { counted: { frames: number } }).counted.frames);
  const before = await frames();
  await stub.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2000)));
  expect((await frames()) - before).toBeLessThan(20);
});
