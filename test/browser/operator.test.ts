/** What only the operator sees and does, and the token that lets people in. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { listedPlaying, listedSources } from '../support/listed-sources.js';
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
    earshot.sources = listedSources;
    earshot.status.source = listedPlaying;
  });
  afterEach(() => stub.close());

  it('shows a listener nothing of it', async () => {
    earshot.role = 'listen';
    await stub.open();
    await stub.audible();
    expect(await page.locator('#computer').isVisible()).toBe(false);
  });

  it('chooses a source', async () => {
    await stub.open();
    await stub.unfold('computer');
    await page.getByLabel('Microphone', { exact: true }).click();
    await vi.waitFor(() => expect(earshot.chosen).toEqual([{ name: 'microphone' }]));
    expect(await page.getByLabel('Radio').isDisabled()).toBe(true);
    await page.getByText('The element souphttpsrc is missing.').waitFor();
  });

  it('shows a refusal in words, and the choice as it still is', async () => {
    earshot.changeRefusal = { status: 403, code: 'operator-needed', detail: 'Open the other address.' };
    await stub.open();
    await stub.unfold('computer');
    await page.getByLabel('Microphone', { exact: true }).click();
    await page
      .getByText('Only the operator of this Earshot may change this. Open the other address.')
      .waitFor();
    expect(await page.getByRole('radio', { name: 'What this computer plays' }).isChecked()).toBe(true);
  });

  it('disconnects a listener', async () => {
    await stub.open();
    await stub.state('playing');
    earshot.tellStatus();
    await stub.unfold('computer');
    await page.getByRole('button', { name: 'Disconnect listener public-session-1' }).click();
    await vi.waitFor(() => expect(earshot.disconnected).toEqual(['public-session-1']));
  });

  it('asks for the token in one field, says so when it is wrong, and keeps the right one', async () => {
    earshot.token = 'secret';
    await stub.open();
    await page.getByText('This Earshot is private.').waitFor();
    await page.getByLabel('Token').fill('guess');
    await page.keyboard.press('Enter');
    await page.getByText('That token does not open this Earshot.').waitFor();
    await page.getByLabel('Token').fill('secret');
    await page.getByRole('button', { name: 'Open' }).click();
    await stub.audible();
    expect(await page.locator('#token').isVisible()).toBe(false);
    await page.reload();
    await stub.audible();
    await vi.waitFor(() => expect(earshot.readers).toBe(1), 5000);
  });

  it('takes the token out of the address', async () => {
    earshot.token = 'se+cret';
    await stub.open('#token=se%2Bcret');
    await stub.audible();
    expect(page.url()).toBe(stub.url);
    await page.locator('#computer').waitFor();
    expect(stub.complaints).toEqual([]);
  });
});

describe('with the real program', () => {
  let program: Program;
  let page: Page;
  beforeEach(async () => {
    program = await Program.start({ args: ['--source', 'left-right'] });
    page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    await page.locator('#computer > summary').click();
  });
  afterEach(async () => {
    await page.close();
    await program.stop();
  });

  it('plays another source while people listen', async () => {
    await heardBy(page);
    await page.getByLabel('Test tone').click();
    await page.getByRole('heading', { level: 1, name: 'Test tone' }).waitFor();
    await vi.waitFor(
      async () => {
        const { right } = await heardBy(page);
        expect(Math.abs(right.frequency - 440)).toBeLessThan(4.4);
      },
      { timeout: 10_000 },
    );
    expect((await program.status()).listeners).toHaveLength(1);
  });

  it('mixes to mono', async () => {
    await page.getByRole('switch', { name: 'Mono' }).click();
    await page.locator('#badge[data-channels="alike"]').waitFor({ timeout: 15_000 });
  });

  it('ends a listening, and that page stays away until it asks again', async () => {
    await page.getByRole('button', { name: /^Disconnect listener/ }).click();
    await page.locator('body[data-state="failed"]').waitFor({ timeout: 15_000 });
    expect(await page.locator('#message').textContent()).toMatch(/has ended your listening/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('body[data-state="playing"]').waitFor();
  });
});
