/** The page in a real Firefox, with the real program behind it. */

import { describe, expect, it, vi } from 'vitest';
import { FirefoxPage } from '../support/firefox-page.js';
import { heardBy } from '../support/heard.js';

/** RMS of the tones, dBFS. */
const LEFT = -9.03;
const RIGHT = -15.05;

const firefox = FirefoxPage.inEachTest();

/** What the meter shows, dBFS. */
async function meter(name: 'left' | 'right'): Promise<number> {
  return firefox.page.$eval(`#meter-${name}`, (element) => Number(element.getAttribute('data-rms')));
}

/** Both tones, each on its side: listens again where the machine was too busy to play without a gap. */
async function hearsLeftRight(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { left, right, isStereo } = await heardBy(firefox.page);
      expect(isStereo).toBe(true);
      expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
      expect(Math.abs(right.frequency - 880)).toBeLessThan(8.8);
      expect(Math.abs(left.rms - LEFT)).toBeLessThan(1.5);
      expect(Math.abs(right.rms - RIGHT)).toBeLessThan(1.5);
    },
    { timeout: 20_000 },
  );
}

describe('Firefox', () => {
  it('hears left-right as 440 Hz left and 880 Hz right, in stereo, and the meters differ', async () => {
    await hearsLeftRight();
    await vi.waitFor(
      async () => {
        expect(Math.abs((await meter('left')) - LEFT)).toBeLessThan(1.5);
        expect(Math.abs((await meter('right')) - RIGHT)).toBeLessThan(1.5);
      },
      { timeout: 5000 },
    );
    expect(firefox.complaints).toEqual([]);
  });

  it('ends its session by Stop', async () => {
    await firefox.program.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    await firefox.page.click('#button');
    await firefox.page.waitForSelector('body[data-state="idle"]');
    await firefox.program.statusWhere(({ listeners }) => listeners.length === 0, 2000);
    expect(firefox.complaints).toEqual([]);
  });

  it('ends its session by leaving the page', async () => {
    await firefox.program.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    await firefox.page.goto('about:blank');
    await firefox.program.statusWhere(({ listeners }) => listeners.length === 0, 2000);
  });

  it('is audible again after the engine was killed, without a click', async () => {
    await heardBy(firefox.page);
    const { engine } = await firefox.program.status();
    process.kill(engine.pid ?? 0, 'SIGKILL');
    // The server may not know yet that the old one is dead.
    await firefox.program.statusWhere(
      (status) => status.engine.pid !== engine.pid && status.listeners[0]?.state === 'connected',
    );
    await hearsLeftRight();
    expect(firefox.complaints).toEqual([]);
  });
});
