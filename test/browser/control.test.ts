/** Each control of the page, measured on what leaves the browser for the loudspeaker, or on its statistics. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { loudnessOn, playedOn } from '../support/loudspeaker.js';
import { PulseServer } from '../support/pulse-server.js';
import { dominantFrequency } from '../support/spectrum.js';
import { LEFT_DBFS, RIGHT_DBFS, StubPage } from '../support/stub-page.js';

let sound: PulseServer;
let browser: Browser;
let stub: StubPage;
let page: Page;

beforeAll(async () => {
  sound = await PulseServer.start();
  browser = await launchChromium({ sound });
});

afterAll(async () => {
  await browser.close();
  await sound.close();
});

beforeEach(async () => {
  stub = await StubPage.in(browser);
  ({ page } = stub);
  await stub.open();
  await played(LEFT_DBFS, RIGHT_DBFS);
});

afterEach(() => stub.close());

/** Waits until the loudspeaker is given these levels, dBFS; `null` is silence. */
async function played(left: number | null, right: number | null): Promise<void> {
  const near = (value: number, wanted: number | null) => {
    if (wanted === null) expect(value).toBeLessThan(-80);
    else expect(Math.abs(value - wanted), `${value} dBFS instead of ${wanted}`).toBeLessThan(1);
  };
  await vi.waitFor(
    async () => {
      const levels = await loudnessOn(sound);
      near(levels.left, left);
      near(levels.right, right);
    },
    { timeout: 15_000, interval: 50 },
  );
}

async function slide(id: string, value: number): Promise<void> {
  await page.locator(`#${id}`).fill(String(value));
}

describe('volume and mute', () => {
  it('make it quieter and silent, and are remembered', async () => {
    await slide('volume', 0.5);
    await played(LEFT_DBFS - 6, RIGHT_DBFS - 6);
    await page.getByRole('button', { name: 'Mute' }).click();
    await played(null, null);
    await page.reload();
    await stub.state('playing');
    expect(await page.locator('#volume').inputValue()).toBe('0.5');
    expect(await page.getByRole('button', { name: 'Mute' }).getAttribute('aria-pressed')).toBe('true');
    await played(null, null);
    await page.getByRole('button', { name: 'Mute' }).press('Enter');
    await played(LEFT_DBFS - 6, RIGHT_DBFS - 6);
  });

  it('leave the meters alone: they show what is received', async () => {
    await page.getByRole('button', { name: 'Mute' }).click();
    await played(null, null);
    await stub.audible();
  });
});

describe('balance', () => {
  it('takes one side away and brings it back, without another session', async () => {
    await stub.unfold('sound');
    await slide('balance', -1);
    await played(LEFT_DBFS, null);
    await slide('balance', 0.5);
    await played(LEFT_DBFS - 6, RIGHT_DBFS);
    await stub.audible();
    await slide('balance', 0);
    await played(LEFT_DBFS, RIGHT_DBFS);
    expect(stub.earshot.offers).toHaveLength(1);
  });
});

describe('the left/right check', () => {
  it('plays left on the left and right on the right, with the stream silent meanwhile', async () => {
    await stub.unfold('sound');
    await page.getByRole('button', { name: 'Left/right check' }).click();
    const says = page.locator('#left-right-says');
    await says.filter({ hasText: 'Left' }).waitFor();
    const [left, silentRight] = await alone('left');
    expect(Math.abs(dominantFrequency(left, 48_000) - 440)).toBeLessThan(4.4);
    expect(Math.max(...silentRight)).toBeLessThan(0.001);
    await says.filter({ hasText: 'Right' }).waitFor();
    const [silentLeft, right] = await alone('right');
    expect(Math.abs(dominantFrequency(right, 48_000) - 880)).toBeLessThan(8.8);
    expect(Math.max(...silentLeft)).toBeLessThan(0.001);
    await played(LEFT_DBFS, RIGHT_DBFS);
  });

  /** A third of a second in which only this side sounds. */
  async function alone(side: 'left' | 'right'): Promise<[Float32Array, Float32Array]> {
    return vi.waitFor(
      async () => {
        const [left, right] = await playedOn(sound);
        const peaks = [left, right].map((samples) => Math.max(...samples)) as [number, number];
        expect(peaks[side === 'left' ? 0 : 1]).toBeGreaterThan(0.15);
        expect(peaks[side === 'left' ? 1 : 0]).toBeLessThan(0.001);
        return [left, right];
      },
      { timeout: 5000, interval: 10 },
    );
  }
});

describe('the delay', () => {
  it('grows with "safe" and shrinks with "lowest", as the jitter buffer itself says', async () => {
    await stub.unfold('sound');
    await stub.unfold('connection');
    await page.getByRole('radio', { name: 'Safe' }).check();
    await vi.waitFor(async () => expect(await bufferMs()).toBeGreaterThan(200), {
      timeout: 20_000,
      interval: 300,
    });
    await page.getByRole('radio', { name: 'Lowest' }).check();
    await vi.waitFor(async () => expect(await bufferMs()).toBeLessThan(150), {
      timeout: 20_000,
      interval: 300,
    });
    expect(stub.earshot.offers).toHaveLength(1);
  });

  async function bufferMs(): Promise<number> {
    const text = await page.locator('.delay-parts .delay-buffer').textContent({ timeout: 5000 });
    return Number(/\d+/.exec(text ?? '')?.[0] ?? NaN);
  }
});

describe('the quality', () => {
  /** Waits until the last offer has these parameters for Opus. */
  async function asked(parameters: Record<string, string>): Promise<void> {
    await vi.waitFor(() => {
      const fmtp = /a=fmtp:111 (.*)\r/.exec(stub.earshot.offers.at(-1) ?? '')?.[1] ?? '';
      const found = Object.fromEntries(fmtp.split(';').map((each) => each.split('=') as [string, string]));
      expect(found).toMatchObject(parameters);
    }, 5000);
  }

  it('goes into a new offer, in place of the old session, and is remembered', async () => {
    await stub.unfold('sound');
    await page.getByLabel('Bit rate, at most').selectOption('48000');
    await asked({ maxaveragebitrate: '48000', stereo: '1' });
    await page.getByRole('switch', { name: 'Stereo' }).click();
    await asked({ maxaveragebitrate: '48000', stereo: '0' });
    await vi.waitFor(() => expect(stub.earshot.sessions.size).toBe(1));
    await page.locator('#badge', { hasText: 'mono' }).waitFor();
    // Decoded as mono: both sides are the same.
    await vi.waitFor(async () => {
      const { left, right } = await loudnessOn(sound);
      expect(Math.abs(left - right)).toBeLessThan(0.1);
    }, 10_000);
    await page.reload();
    await asked({ maxaveragebitrate: '48000', stereo: '0' });
  });

  it('can be low data', async () => {
    await stub.unfold('sound');
    await page.getByRole('switch', { name: /Low data/ }).click();
    await asked({ maxaveragebitrate: '24000', maxplaybackrate: '24000', usedtx: '1', stereo: '0' });
  });

  it('offers the chosen codec alone', async () => {
    await stub.unfold('sound');
    await page.getByLabel('Codec').selectOption('g722');
    await vi.waitFor(() => expect(stub.earshot.offers).toHaveLength(2));
    expect(stub.earshot.offers[1]).toContain('G722/8000');
    expect(stub.earshot.offers[1]).not.toContain('opus/48000');
  });

  it('says why it differs from what was asked', async () => {
    await stub.unfold('sound');
    await page.getByLabel('Bit rate, at most').selectOption('256000');
    await page.getByText('Bit rate: asked 256 kbit/s, applied 96 kbit/s.').waitFor();
  });
});
