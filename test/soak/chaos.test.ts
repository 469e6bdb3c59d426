/** The engine dies or hangs while ten pages of one Chromium play: when is each of them audible again? */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';
import { reservePid } from '../support/reserve.js';
import { ReturnOfSound } from '../support/return-of-sound.js';

const PAGES = 10;
/** A hang is believed after 10 s of silence, asked once a second. */
const HANG_MS = 11_000;
/** Ten tabs take the processor from the server that they wait for; alone they are promised 2 s. */
const BACK_MS = 4000;

let browser: Browser;
let program: Program;
let pages: Page[];
let returns: ReturnOfSound[];
let deaths = 0;
beforeAll(async () => {
  browser = await launchChromium();
  program = await Program.start({
    env: { EARSHOT_ENGINE_RESERVE: 'true' },
    args: ['--source', 'test-tone', '--log-level', 'debug'],
  });
  pages = await Promise.all(
    Array.from({ length: PAGES }, () => browser.newPage({ reducedMotion: 'reduce' })),
  );
  for (const page of pages) {
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    await heardBy(page);
  }
  returns = await Promise.all(pages.map((page) => ReturnOfSound.on(page)));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await program.stop();
});

it.each([
  ['SIGKILL', BACK_MS],
  ['SIGABRT', BACK_MS],
  ['SIGSTOP', HANG_MS + BACK_MS],
] as const)(
  'after %s every page is audible again within %i ms',
  async (signal, limit) => {
    const { engine } = await program.status();
    await reservePid(program, (deaths += 1));
    const killed = Date.now();
    process.kill(engine.pid ?? 0, signal);
    const audible = (await Promise.all(returns.map((sound) => sound.after(killed))))
      .map((at) => Math.round(at - killed))
      .sort((a, b) => a - b);
    const after = await program.statusWhere(({ listeners }) => listeners.length === PAGES);
    const logged = (message: string) =>
      timesOf(message)
        .map((at) => at - killed)
        .filter((ms) => ms > 0);
    console.log(
      [
        `${signal}: audible again after ${audible.join(', ')} ms`,
        `  engine's death seen after ${logged('the audio engine died').join()} ms, its return after ${logged('the audio engine runs again').join()} ms`,
        `  listeners joined after ${logged('listener joined').join(', ')} ms, connected after ${logged('listener connected').join(', ')} ms`,
      ].join('\n'),
    );

    expect(audible.at(-1)).toBeLessThan(limit);
    expect(after.engine.pid).not.toBe(engine.pid);
    for (const page of pages) expect((await heardBy(page)).left.frequency).toBeCloseTo(440, -1);
  },
  60_000,
);

/** When the program logged this, ms since the epoch. */
function timesOf(message: string): number[] {
  return program.output.flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const entry = JSON.parse(line) as { message: string; timestamp: string };
    return entry.message === message ? [Date.parse(entry.timestamp)] : [];
  });
}
