/** What new listeners get, as the operator sees and sets it in the page. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { listedDefaults } from '../support/listed-defaults.js';
import { Program } from '../support/program.js';
import type { StubEarshot } from '../support/stub-earshot.js';
import { StubPage } from '../support/stub-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('with a stand-in for the server', () => {
  let stub: StubPage;
  let earshot: StubEarshot;
  let page: Page;

  beforeEach(async () => {
    stub = await StubPage.in(browser);
    ({ earshot, page } = stub);
    earshot.defaults = listedDefaults;
    await stub.open();
    await stub.unfold('computer');
    await stub.unfold('new-listeners');
    await page.getByLabel('Bit rate of Opus').waitFor();
  });
  afterEach(() => stub.close());

  it('is set one by one, and told as the options that would keep it', async () => {
    expect(await page.locator('#keep-defaults').textContent()).toBe('--opus-maxaveragebitrate 64000');
    await page.getByLabel('Codec, where').selectOption('G.722');
    await page.getByLabel('Bit rate of Opus').fill('128000');
    await page.getByLabel('Bit rate of Opus').press('Enter');
    await page.getByRole('switch', { name: 'Pauses in silence' }).click();
    await page.getByLabel('Limit of that bit rate').fill('');
    await page.getByLabel('Limit of that bit rate').press('Enter');
    await vi.waitFor(() =>
      expect(earshot.defaulted).toEqual([
        { 'preferred-codec': 'g722' },
        { 'audio-bitrate': 128_000 },
        { 'opus-usedtx': false },
        { 'opus-maxaveragebitrate': null },
      ]),
    );
    await page
      .getByText('--preferred-codec g722 --audio-bitrate 128000 --no-opus-usedtx', { exact: true })
      .waitFor();
    expect(stub.complaints).toEqual([]);
  });

  it('shows what was refused as it still is, in words', async () => {
    earshot.changeRefusal = { status: 422, code: 'invalid-defaults', detail: 'g722 always takes 64000 bps.' };
    await page.getByLabel('Codec, where').selectOption('G.722');
    await page.getByText('New listeners cannot be given this. g722 always takes 64000 bps.').waitFor();
    expect(await page.getByLabel('Codec, where').inputValue()).toBe('Opus');
  });

  it('is looked up anew whenever it is unfolded', async () => {
    await stub.unfold('new-listeners');
    earshot.defaults = listedDefaults.map((each) =>
      each.name === 'audio-bitrate' ? { ...each, value: 48_000 } : each,
    );
    await stub.unfold('new-listeners');
    await vi.waitFor(
      async () => expect(await page.getByLabel('Bit rate of Opus').inputValue()).toBe('48000'),
      5000,
    );
  });
});

it('with the real program is what the next page gets', async () => {
  const program = await Program.start({ args: ['--source', 'noise'] });
  onTestFinished(async () => void (await program.stop()));
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ locale: 'en-GB' });
    onTestFinished(() => page.close());
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    return page;
  };
  const operator = await open();
  await operator.locator('#computer > summary').click();
  await operator.locator('#new-listeners > summary').click();
  await operator.getByLabel('Bit rate of Opus').fill('48000');
  await operator.getByLabel('Bit rate of Opus').press('Enter');
  await operator.getByText('--audio-bitrate 48000').waitFor();
  const next = await open();
  await next.locator('#applied', { hasText: 'Opus · 48 kbit/s' }).waitFor();
  expect(await operator.locator('#applied').textContent()).toMatch(/^Opus · 96 kbit\/s/);
});
