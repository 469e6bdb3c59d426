import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Firefox } from './firefox.js';
import { Program } from './program.js';

/** Earshot's page in a Firefox of the suite's own, with the real program playing left-right behind it. */
export class FirefoxPage {
  #firefox: Firefox | undefined;
  #program: Program | undefined;
  #page: Page | undefined;
  #complaints: string[] = [];

  /** Each test of the calling file gets a fresh program and a page that plays. */
  static inEachTest(): FirefoxPage {
    const open = new FirefoxPage();
    beforeAll(async () => {
      open.#firefox = await Firefox.launch();
    });
    afterAll(() => open.#firefox?.close());
    beforeEach(() => open.#begin());
    afterEach(() => open.#end());
    return open;
  }

  get program(): Program {
    if (!this.#program) throw new Error('no test runs');
    return this.#program;
  }

  get page(): Page {
    if (!this.#page) throw new Error('no test runs');
    return this.#page;
  }

  /** What the browser complained about. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async #begin(): Promise<void> {
    if (!this.#firefox) throw new Error('Firefox does not run');
    this.#program = await Program.start({ args: ['--source', 'left-right'] });
    const page = await this.#firefox.newPage();
    this.#page = page;
    const complaints: string[] = [];
    this.#complaints = complaints;
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(this.program.url);
    await page.waitForSelector('body[data-state="playing"]');
  }

  async #end(): Promise<void> {
    await this.#page?.close();
    await this.#program?.stop();
    this.#page = this.#program = undefined;
  }
}
