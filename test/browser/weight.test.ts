/** What the page costs: bytes, requests, and the processor. */

import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { Program } from '../support/program.js';

/** gzipped bytes. */
const PAGE_LIMIT = 80_000;
const EMBED_LIMIT = 20_000;

let browser: Browser;
let program: Program;
beforeAll(async () => {
  program = await Program.start({ args: ['--source', 'left-right'] });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await program.stop();
});

async function gzipped(path: string): Promise<number> {
  const response = await fetch(`${program.url}/${path}`);
  expect(response.status).toBe(200);
  return gzipSync(Buffer.from(await response.arrayBuffer())).length;
}

describe('the page', () => {
  it('weighs less than 80 kB gzipped with everything unfolded, and asks nobody else for anything', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    for (const id of ['sound', 'connection', 'why', 'computer'])
      await page.locator(`#${id} > summary`).click();
    await page.locator('.u-wrap').waitFor();
    await page.close();
    const { origin } = new URL(program.url);
    expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
    const files = [...new Set(asked.map((url) => new URL(url).pathname.slice(1)))].filter((path) =>
      /^$|\.(js|css)$/.test(path),
    );
    // The page itself, its script, the chart and the style.
    expect(files.length).toBeGreaterThanOrEqual(4);
    const sizes = await Promise.all(files.map(gzipped));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.info(
      `${total} bytes gzipped: ${files.map((file, i) => `${file || '/'} ${sizes[i] ?? 0}`).join(', ')}`,
    );
    expect(total).toBeLessThan(PAGE_LIMIT);
  });

  it('has an embeddable player of less than 20 kB gzipped, in one file, with types that need no other', async () => {
    expect(await gzipped('embed.js')).toBeLessThan(EMBED_LIMIT);
    expect(await (await fetch(`${program.url}/embed.js`)).text()).not.toMatch(/\bfrom\s*["'.]|import\(/);
    const types = await (await fetch(`${program.url}/embed.d.ts`)).text();
    expect(types).toMatch(/class EarshotPlayer extends HTMLElement/);
    expect(types).not.toMatch(/\bimport\b/);
  });

  it('can be installed: manifest and icons are there', async () => {
    const manifest = (await (await fetch(`${program.url}/manifest.webmanifest`)).json()) as {
      icons: { src: string }[];
    };
    expect(manifest.icons.length).toBeGreaterThanOrEqual(3);
    for (const { src } of manifest.icons) expect(await gzipped(src)).toBeGreaterThan(100);
  });

  it('moves its meters on every frame for less than a tenth of a core', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    // Processor time of the page's own thread: the time on the clock would measure what else this machine does.
    const busy = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
      return { busy: of('ThreadTime'), at: of('Timestamp') };
    };
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2000)));
    const shares: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < 5; round++) {
      const before = await busy();
      const frames = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const until = performance.now() + 2000;
            let count = 0;
            const next = (now: number) => {
              count++;
              if (now < until) requestAnimationFrame(next);
              else resolve(count);
            };
            requestAnimationFrame(next);
          }),
      );
      const after = await busy();
      shares.push((after.busy - before.busy) / (after.at - before.at));
      rates.push(frames / 2);
    }
    const median = (values: number[]) => [...values].sort((a, b) => a - b)[2] ?? NaN;
    console.info(
      `busy ${shares.map((share) => (share * 100).toFixed(1)).join(', ')} % at ${rates.join(', ')} frames/s`,
    );
    // A busy machine draws fewer frames; what counts is what each of them costs at 60.
    expect((median(shares) * 60) / median(rates)).toBeLessThan(0.1);
    await page.close();
  });
});
