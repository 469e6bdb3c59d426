/** The page in a browser, with a stand-in for the server that a test steers, and real sound from a sender page. */

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { StubEarshot } from './stub-earshot.js';
import { ToneSender } from './tone-sender.js';

/** RMS of the sender's tones, dBFS. */
export const LEFT_DBFS = -15.05;
export const RIGHT_DBFS = -21.07;

export class StubPage {
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly earshot: StubEarshot,
    readonly sender: ToneSender,
    readonly page: Page,
    readonly url: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async in(browser: Browser, options: BrowserContextOptions = {}): Promise<StubPage> {
    const earshot: StubEarshot = new StubEarshot((id, sdp) => sender.answer(id, sdp));
    const url = await earshot.listen();
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    const senderPage = await context.newPage();
    await senderPage.goto(`${url}icon.svg`);
    const sender = await ToneSender.on(senderPage);
    return new StubPage(context, earshot, sender, await context.newPage(), url);
  }

  async open(fragment = ''): Promise<void> {
    await this.page.goto(this.url + fragment);
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.earshot.close();
  }

  async state(wanted: string, timeout = 5000): Promise<void> {
    await this.page.locator(`body[data-state="${wanted}"]`).waitFor({ timeout });
  }

  /** Levels that the meters show, dBFS. */
  async levels(): Promise<{ left: number; right: number; peak: number }> {
    const read = async (side: string, value: string) =>
      Number(await this.page.locator(`#meter-${side}`).getAttribute(`data-${value}`));
    return {
      left: await read('left', 'rms'),
      right: await read('right', 'rms'),
      peak: await read('left', 'peak'),
    };
  }

  /** Both tones are on the meters. */
  async audible(timeout = 5000): Promise<void> {
    await vi.waitFor(
      async () => {
        const { left, right } = await this.levels();
        expect(Math.abs(left - LEFT_DBFS)).toBeLessThan(1);
        expect(Math.abs(right - RIGHT_DBFS)).toBeLessThan(1);
      },
      { timeout, interval: 20 },
    );
  }

  /** Unfolds a part of the page. */
  async unfold(id: string): Promise<void> {
    await this.page.locator(`#${id} > summary`).click();
  }
}
