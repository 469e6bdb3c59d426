/** Spectrum, loudness and language: what can be switched without touching the sound. */

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { LEFT_DBFS, RIGHT_DBFS, StubPage } from '../support/stub-page.js';
import { LEFT_HZ, RIGHT_HZ } from '../support/tone-sender.js';

let browser: Browser;
let stub: StubPage;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stub = await StubPage.in(browser);
  await stub.open();
  await stub.audible();
});
afterEach(() => stub.close());

/** dB that ITU-R BS.1770-5 adds to a tone, by the two filters of its annex 1 (48 kHz). */
function weighting(frequency: number): number {
  const shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
  const highPass = [1, -2, 1, -1.99004745483398, 0.99007225036621];
  const gain = ([b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0]: number[]) => {
    const magnitude = (c0: number, c1: number, c2: number) => {
      const w = (2 * Math.PI * frequency) / 48_000;
      return Math.hypot(
        c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w),
        c1 * Math.sin(w) + c2 * Math.sin(2 * w),
      );
    };
    return 20 * Math.log10(magnitude(b0, b1, b2) / magnitude(1, a1, a2));
  };
  return gain(shelf) + gain(highPass);
}

describe('the loudness', () => {
  it('is what BS.1770-5 makes of the two tones, within half a LUFS', async () => {
    const power = (dbfs: number, hz: number) => 10 ** ((dbfs + weighting(hz)) / 10);
    const expected = -0.691 + 10 * Math.log10(power(LEFT_DBFS, LEFT_HZ) + power(RIGHT_DBFS, RIGHT_HZ));
    await stub.unfold('sound');
    await stub.page.getByRole('switch', { name: 'Loudness (LUFS)' }).click();
    await vi.waitFor(
      async () => {
        const text = (await stub.page.locator('#lufs').textContent()) ?? '';
        const shown = Number(/^−([\d.]+) LUFS/.exec(text)?.[1]) * -1;
        expect(Math.abs(shown - expected), `${text} instead of ${expected.toFixed(1)}`).toBeLessThan(0.5);
      },
      { timeout: 15_000 },
    );
  });
});

describe('the spectrum', () => {
  it('has its peaks at the two tones, and is gone when switched off', async () => {
    await stub.unfold('sound');
    await stub.page.getByRole('switch', { name: 'Spectrum' }).click();
    const x = (hz: number) => (300 * Math.log(hz / 20)) / Math.log(1000);
    await vi.waitFor(
      async () => {
        const path = (await stub.page.locator('#spectrum-path').getAttribute('d')) ?? '';
        const points = [...path.matchAll(/L(\d+) ([\d.]+)/g)].map(([, at, y]) => ({
          at: Number(at),
          y: Number(y),
        }));
        const peaks = points.filter(
          ({ y }, i) => y < 30 && y < (points[i - 1]?.y ?? 0) && y <= (points[i + 1]?.y ?? 0),
        );
        expect(peaks).toHaveLength(2);
        expect(Math.abs((peaks[0]?.at ?? 0) - x(LEFT_HZ))).toBeLessThan(4);
        expect(Math.abs((peaks[1]?.at ?? 0) - x(RIGHT_HZ))).toBeLessThan(4);
      },
      { timeout: 10_000 },
    );
    await stub.page.getByRole('switch', { name: 'Spectrum' }).click();
    expect(await stub.page.locator('#spectrum').isVisible()).toBe(false);
  });
});

describe('the language', () => {
  it('changes at once and everywhere, is remembered, and the sound goes on', async () => {
    const { page } = stub;
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('button', { name: 'Stopp' }).waitFor();
    await page.getByText('Warum höre ich nichts?').waitFor();
    await page.getByRole('meter', { name: 'Linker Kanal' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(stub.earshot.offers).toHaveLength(1);
    await page.reload();
    await page.getByRole('button', { name: 'Stopp' }).waitFor();
    expect(stub.complaints).toEqual([]);
  });
});
