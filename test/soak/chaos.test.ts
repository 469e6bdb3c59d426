/** The engine dies or hangs while ten pages of one Chromium play: when is each of them audible again? */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';

const PAGES = 10;
/** A hang is believed after 10 s of silence, asked once a second. */
const HANG_MS = 11_000;
/** Ten tabs take the processor from the server that they wait for; alone they are promised 2 s. */
const BACK_MS = 5000;

let browser: Browser;
let program: Program;
let pages: Page[];
beforeAll(async () => {
  browser = await launchChromium();
  program = await Program.start({ args: ['--source', 'test-tone'] });
  pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));
  for (const page of pages) {
    await page.goto(program.url);
    await page.locator('body[data-state="playing"]').waitFor();
    await heardBy(page);
    await page.evaluate(watchSilence);
  }
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
    await Promise.all(pages.map((page) => page.locator('body[data-watched]').waitFor()));
    const killed = Date.now();
    process.kill(engine.pid ?? 0, signal);
    const audible = (await Promise.all(pages.map((page) => page.evaluate(returnOfSound, killed))))
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

/** Runs in the page: notes from now on when each new stream is first heard. A busy machine's pauses are none of ours. */
function watchSilence(): void {
  const AUDIBLE = 0.01;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 256 });
  const buffer = new Float32Array(256);
  const returns: number[] = [];
  let stream: MediaStream | null = null;
  let source: MediaStreamAudioSourceNode | undefined;
  let heard: MediaStream | null = null;
  Object.assign(window, { returns });
  void context.resume();
  setInterval(() => {
    const current = document.querySelector('audio')?.srcObject;
    if (current instanceof MediaStream && current !== stream) {
      source?.disconnect();
      stream = current;
      source = context.createMediaStreamSource(current);
      source.connect(analyser);
    }
    analyser.getFloatTimeDomainData(buffer);
    if (!buffer.some((sample) => Math.abs(sample) > AUDIBLE)) return;
    document.body.dataset.watched = '';
    if (heard !== stream) returns.push(Date.now());
    heard = stream;
  }, 10);
}

/** Runs in the page. @returns when a stream that began after this moment was first heard, ms since the epoch */
async function returnOfSound(since: number): Promise<number> {
  for (;;) {
    const { returns } = window as unknown as { returns: number[] };
    const found = returns.find((at) => at >= since);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
