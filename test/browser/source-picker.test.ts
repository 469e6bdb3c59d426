/** What can be heard: its levels, its devices and its parameters, as the operator sees and sets them. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { listedDefaults } from '../support/listed-defaults.js';
import { listedPlaying, listedSources } from '../support/listed-sources.js';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';
import type { StubEarshot } from '../support/stub-earshot.js';
import { StubPage } from '../support/stub-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What the bar of this source or device says of itself, which is renewed once a second. */
function levelOf(page: Page, name: string): Promise<string | null> {
  return page.getByRole('meter', { name: `Level of ${name}`, exact: true }).getAttribute('aria-valuetext');
}

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

  async function open(): Promise<void> {
    await stub.open();
    await stub.unfold('computer');
    await page.getByRole('radio', { name: 'What this computer plays' }).waitFor();
  }

  /** As another tab in front does; a browser without windows has none. */
  const hide = (isHidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  const showLevels = () => page.getByRole('switch', { name: 'Show the level of every input' });
  const watching = (count: number) => vi.waitFor(() => expect(earshot.levelReaders).toBe(count), 5000);

  describe('the levels of all inputs', () => {
    it('are none until they are asked for: only what plays has one', async () => {
      await open();
      await vi.waitFor(
        async () => expect(await levelOf(page, 'What this computer plays')).toBe('−12.0 dBFS'),
        5000,
      );
      expect(await page.locator('#sources').getByRole('meter').count()).toBe(1);
      expect(await showLevels().isChecked()).toBe(false);
      expect(earshot.levelReaders).toBe(0);
    });

    it('are shown for each source and device, on the scale of the meters', async () => {
      await open();
      await showLevels().check();
      await watching(1);
      await vi.waitFor(
        async () => {
          earshot.tellLevels({
            sources: { system: -30, microphone: -45 },
            devices: { 'hdmi.monitor': -30, 'usb.monitor': -120 },
          });
          expect(
            await Promise.all(
              ['What this computer plays', 'Microphone', 'HDMI', 'USB', 'Webcam'].map((name) =>
                levelOf(page, name),
              ),
            ),
          ).toEqual(['−30.0 dBFS', '−45.0 dBFS', '−30.0 dBFS', 'silent', '–']);
        },
        { timeout: 5000, interval: 100 },
      );
      const fill = page.getByRole('meter', { name: 'Level of HDMI' }).locator('span');
      expect(await fill.evaluate((element) => element.style.transform)).toBe('scaleX(0.5)');
      expect(await page.getByRole('meter', { name: 'Level of Radio' }).count()).toBe(0);
      expect(stub.complaints).toEqual([]);
    });

    it('leave the page as wide as a small phone, in German', async () => {
      await stub.close();
      stub = await StubPage.in(browser, { locale: 'de-DE', viewport: { width: 320, height: 640 } });
      ({ earshot, page } = stub);
      const long = 'A-device-with-an-uncommonly-long-name-without-a-single-space';
      earshot.sources = {
        ...listedSources,
        devices: listedSources.devices.map((device) => ({ ...device, name: long })),
      };
      earshot.status.source = listedPlaying;
      earshot.defaults = listedDefaults;
      await stub.open();
      await stub.unfold('computer');
      await page.getByRole('switch', { name: 'Pegel aller Eingänge zeigen' }).check();
      await stub.unfold('new-listeners');
      await page
        .getByRole('meter', { name: `Pegel von ${long}` })
        .first()
        .waitFor();
      await page.getByLabel('Bitrate von Opus').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });

    it('end when they are switched off, folded up, or the page is hidden or left, and nobody remembers them', async () => {
      await open();
      await showLevels().check();
      await watching(1);
      await stub.unfold('computer');
      await watching(0);
      await stub.unfold('computer');
      await watching(1);
      await hide(true);
      await watching(0);
      await hide(false);
      await watching(1);
      await showLevels().uncheck();
      await watching(0);
      expect(await page.locator('#sources').getByRole('meter').count()).toBe(1);
      await showLevels().check();
      await watching(1);
      await page.reload();
      await watching(0);
      await stub.unfold('computer');
      expect(await showLevels().isChecked()).toBe(false);
    });

    it('switch themselves off where they are refused, and say why', async () => {
      earshot.levelsRefusal = { status: 403, code: 'operator-needed', detail: 'Open the other address.' };
      await open();
      await showLevels().click();
      await page.getByText('Only the operator of this Earshot may change this.').waitFor();
      expect(await showLevels().isChecked()).toBe(false);
    });
  });

  it('chooses a device, and keeps the other parameters as they are', async () => {
    await open();
    const devices = page.getByRole('group', { name: 'Device' });
    expect(await devices.getByLabel('HDMI', { exact: true }).isChecked()).toBe(true);
    await devices.getByLabel('USB', { exact: true }).click();
    await devices.getByLabel('Default (HDMI)').click();
    await vi.waitFor(() =>
      expect(earshot.chosen).toEqual([
        { name: 'system', parameters: { device: 'usb.monitor', gain: 1, mode: '' } },
        { name: 'system', parameters: { gain: 1, mode: '' } },
      ]),
    );
  });

  describe('the parameters of what plays', () => {
    it('are set one by one, with all the others', async () => {
      await open();
      expect(await page.getByLabel('device (a monitor)').count()).toBe(0);
      await page.getByLabel('gain (factor)').fill('2.5');
      await page.getByLabel('gain (factor)').press('Enter');
      await page.getByLabel('mode (how)').selectOption('hard');
      const device = 'hdmi.monitor';
      await vi.waitFor(() =>
        expect(earshot.chosen).toEqual([
          { name: 'system', parameters: { device, gain: 2.5, mode: '' } },
          { name: 'system', parameters: { device, gain: 1, mode: 'hard' } },
        ]),
      );
    });

    it('show what was refused as it still is, in words', async () => {
      earshot.changeRefusal = {
        status: 422,
        code: 'invalid-pipeline',
        title: 'A pipeline file is not usable',
      };
      await open();
      await page.getByLabel('gain (factor)').fill('3');
      await page.getByLabel('gain (factor)').press('Enter');
      await page.getByText('A pipeline file is not usable.').waitFor();
      expect(await page.getByLabel('gain (factor)').inputValue()).toBe('1');
    });

    it('are left to whoever writes in them when news come', async () => {
      await open();
      const field = page.getByLabel('gain (factor)');
      await field.fill('4');
      earshot.tell('sources', { ...listedSources, noDevices: 'Something is new.' });
      await page.getByText('Something is new.').waitFor();
      expect(await field.inputValue()).toBe('4');
      expect(earshot.chosen).toEqual([]);
      await page.keyboard.press('Tab');
      await vi.waitFor(() => expect(earshot.chosen[0]?.parameters).toMatchObject({ gain: 4 }));
    });

    it('ask nothing that cannot be, and let go', async () => {
      await open();
      const field = page.getByLabel('gain (factor)');
      await field.fill('11');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(false);
      await page.getByLabel('mode (how)').selectOption('soft');
      await vi.waitFor(() => expect(earshot.chosen).toHaveLength(1));
      expect(earshot.chosen[0]?.parameters).toMatchObject({ gain: 1, mode: 'soft' });
    });
  });
});

describe('with the real program', () => {
  async function openPage(program: Program): Promise<Page> {
    const page = await browser.newPage({ locale: 'en-GB' });
    onTestFinished(() => page.close());
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    await page.locator('#computer > summary').click();
    return page;
  }

  it('shows which output sounds and which is silent, and leaves no recording behind', async () => {
    const server = await PulseServer.start();
    onTestFinished(() => server.close());
    for (const sink of ['speakers', 'headphones']) await server.loadNullSink(sink);
    onTestFinished(server.playTone('headphones', 1000));
    const program = await Program.start({ env: server.env, args: ['--source', 'test-tone'] });
    onTestFinished(async () => void (await program.stop()));
    const page = await openPage(program);
    expect(await server.recordings()).toEqual([]);
    await page.getByRole('switch', { name: 'Show the level of every input' }).check();
    await vi.waitFor(
      async () => {
        expect(await levelOf(page, 'Monitor of headphones')).toBe('−6.0 dBFS');
        expect(await levelOf(page, 'Monitor of speakers')).toBe('silent');
      },
      { timeout: 15_000, interval: 100 },
    );
    expect((await server.recordings()).length).toBeGreaterThanOrEqual(2);
    await page.close();
    await server.changesUntil(async () => (await server.recordings()).length === 0);
  });

  it('changes the tone that is heard', async () => {
    const program = await Program.start({ args: ['--source', 'test-tone'] });
    onTestFinished(async () => void (await program.stop()));
    const page = await openPage(program);
    await page.getByLabel('Frequency (Hz)').fill('1500');
    await page.getByLabel('Frequency (Hz)').press('Enter');
    await vi.waitFor(
      async () => expect(Math.abs((await heardBy(page)).left.frequency - 1500)).toBeLessThan(15),
      { timeout: 15_000 },
    );
    const { source } = await program.status();
    expect(source.parameters).toEqual({ frequency: 1500, volume: 0.5 });
  });
});
