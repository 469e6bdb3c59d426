/** `<earshot-player>` in a page of another origin, against the real program. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { Program } from '../support/program.js';

let browser: Browser;
let site: Server;
let origin: string;
let page: Page;
let program: Program | undefined;
let complaints: string[];
/** What the site's page consists of. */
let html: string;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  page = await browser.newPage({ locale: 'en-GB' });
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
});

afterEach(async () => {
  await page.close();
  await program?.stop();
  program = undefined;
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

async function start(...args: string[]): Promise<Program> {
  program = await Program.start({ args: ['--source', 'left-right', ...args] });
  return program;
}

/** The three lines of docs/embedding.md. */
function embedding(url: string, attributes = ''): string {
  return `<!doctype html><html lang="en"><title>A site</title><meta name="viewport" content="width=device-width">
<h1>A site</h1>
<script type="module" src="${url}/embed.js"></script>
<earshot-player src="${url}/" ${attributes}></earshot-player>
<link rel="icon" href="data:,">`;
}

const state = () => page.locator('earshot-player').evaluate((player) => (player as unknown as Player).state);
const reaches = (wanted: string) => vi.waitFor(async () => expect(await state()).toBe(wanted), 10_000);

interface Player {
  state: string;
  muted: boolean;
  volume: number;
  src: string;
  play(): void;
  stop(): void;
}

describe('an allowed site', () => {
  it('plays left and right, with both meters, after a click', async () => {
    const { url, status } = await startAllowed();
    html = embedding(url);
    await page.goto(origin);
    await page.getByRole('button', { name: 'Listen' }).click();
    await reaches('playing');
    await vi.waitFor(async () => {
      for (const [side, dbfs] of [
        ['Left channel', -9.03],
        ['Right channel', -15.05],
      ] as const) {
        const meter = page.getByRole('meter', { name: side });
        expect(Math.abs(Number(await meter.getAttribute('data-rms')) - dbfs)).toBeLessThan(1);
        expect(Math.abs(Number(await meter.getAttribute('data-server')) - dbfs)).toBeLessThan(1);
      }
    }, 10_000);
    expect(complaints).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await vi.waitFor(async () => expect((await status()).listeners).toHaveLength(0), 5000);
  });

  it('is steered by attributes, properties and events', async () => {
    const { url, status } = await startAllowed();
    html = embedding(url, 'autoplay');
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      addEventListener(
        'statechange',
        (event) => seen.push((event as CustomEvent<{ state: string }>).detail.state),
        true,
      );
    });
    await page.goto(origin);
    await reaches('playing');
    expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([
      'connecting',
      'playing',
    ]);
    const audio = page.locator('earshot-player').locator('audio');
    await page.locator('earshot-player').evaluate((player) => {
      Object.assign(player, { volume: 0.25, muted: true });
    });
    expect(await audio.evaluate(({ volume, muted }: HTMLAudioElement) => ({ volume, muted }))).toEqual({
      volume: 0.25,
      muted: true,
    });
    await page.locator('earshot-player').evaluate((player) => player.remove());
    await vi.waitFor(async () => expect((await status()).listeners).toHaveLength(0), 5000);
  });

  it('leaves when its page is left', async () => {
    const { url, status } = await startAllowed();
    html = embedding(url, 'autoplay');
    await page.goto(origin);
    await reaches('playing');
    await page.goto('about:blank');
    await vi.waitFor(async () => expect((await status()).listeners).toHaveLength(0), 5000);
  });

  it('gives the token it was given', async () => {
    const { url } = await startAllowed('--token', 'heard-by-friends', '--operator-token', 'steered-by-us');
    html = embedding(url, 'autoplay token="heard-by-friends"');
    await page.goto(origin);
    await reaches('playing');
  });
});

describe('any other site', () => {
  it('gets neither the player nor the sound', async () => {
    const running = await start('--allowed-origins', 'https://radio.example');
    html = embedding(running.url, 'autoplay');
    await page.goto(origin);
    await vi.waitFor(() => expect(complaints.join()).toMatch(/CORS/), 5000);
    expect(await page.evaluate(() => customElements.get('earshot-player') === undefined)).toBe(true);
    expect((await running.status()).listeners).toEqual([]);
  });
});

/** A program that lets this test's site in. */
async function startAllowed(...args: string[]) {
  const running = await start('--allowed-origins', origin, ...args);
  return { url: new URL(running.url).origin, status: () => running.status() };
}
