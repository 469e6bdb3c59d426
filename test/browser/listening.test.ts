/** The page in a real browser, with the real program behind it. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { heardBy } from '../support/heard.js';
import { Program } from '../support/program.js';
import { reservePid } from '../support/reserve.js';
import { ReturnOfSound } from '../support/return-of-sound.js';
import { undisturbed } from '../support/undisturbed.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let program: Program | undefined;
let page: Page;
let complaints: string[];
afterEach(async () => {
  await page.close();
  await program?.stop();
  program = undefined;
});

async function open(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const running = await Program.start({ args, env });
  program = running;
  page = await browser.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(running.url);
  await page.locator('body[data-state="playing"]').waitFor();
  return running;
}

async function meter(name: string, value: 'rms' | 'server'): Promise<number> {
  return Number(await page.getByRole('meter', { name }).getAttribute(`data-${value}`));
}

describe('left-right', () => {
  it('is heard as 440 Hz left and 880 Hz right, decoded in stereo, and the meters differ', async () => {
    await open(['--source', 'left-right']);
    const { left, right, isStereo } = await heardBy(page);
    expect(isStereo).toBe(true);
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect(Math.abs(right.frequency - 880)).toBeLessThan(8.8);
    expect(Math.abs(left.rms + 9.03)).toBeLessThan(2);
    expect(Math.abs(right.rms + 15.05)).toBeLessThan(2);
    // The meters look at other moments than the recording: what they have in common is the tone's own level.
    await vi.waitFor(async () => {
      expect(Math.abs((await meter('Left channel', 'rms')) + 9.03)).toBeLessThan(1);
      expect(Math.abs((await meter('Right channel', 'rms')) + 15.05)).toBeLessThan(1);
      expect(Math.abs((await meter('Left channel', 'server')) + 9.03)).toBeLessThan(1);
      expect(Math.abs((await meter('Right channel', 'server')) + 15.05)).toBeLessThan(1);
    }, 5000);
    await page.locator('#badge[data-channels="different"]', { hasText: 'stereo' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the delay', () => {
  it('is measured from the capture on, and the parts make the whole', async () => {
    await open(['--source', 'test-tone']);
    await page.locator('#connection > summary').click();
    await page.locator('#delay-hint', { hasText: /^Measured/ }).waitFor();
    await vi.waitFor(async () => {
      const parts = await page.locator('#delay-parts li').allTextContents();
      const [computer = 0, ...others] = parts.map((text) => Number(/\d+/.exec(text)?.[0]));
      // A packet of 20 ms, its lookahead, and what a busy machine takes.
      expect(computer, parts.join()).toBeGreaterThan(15);
      expect(computer).toBeLessThan(100);
      const total = await page.locator('#connection-facts dd').nth(9).textContent();
      const sum = others.reduce((one, other) => one + other, computer);
      expect(Math.abs(Number(/\d+/.exec(total ?? '')?.[0]) - sum)).toBeLessThan(4);
    }, 10_000);
    expect(complaints).toEqual([]);
  });
});

describe.each(['opus', 'g722', 'pcmu', 'pcma'])('with %s', (codec) => {
  it('Chromium hears the tone', async () => {
    const running = await open(['--source', 'test-tone', '--preferred-codec', codec]);
    const { left } = await heardBy(page);
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect(Math.abs(left.rms + 9.03)).toBeLessThan(2);
    const { listeners } = await running.status();
    expect(listeners[0]?.codec).toBe(codec);
  });
});

describe('joining', () => {
  it('takes less than a second from navigation to sound, and its first second is less than 150 ms old', async () => {
    const running = await Program.start({ args: ['--source', 'test-tone'] });
    program = running;
    // The browser's own start is no part of it.
    page = await browser.newPage();
    await page.goto(running.url);
    await page.locator('body[data-state="playing"]').waitFor();
    const times: number[] = [];
    const delays: number[] = [];
    for (let round = 0; round < 5; round++) {
      const first = await undisturbed(async () => {
        await page.close();
        page = await browser.newPage();
        await page.addInitScript(watchFirstSound);
        await page.goto(running.url);
        return page.evaluate(() => (globalThis as unknown as { firstSound: Promise<FirstSound> }).firstSound);
      });
      times.push(first.after);
      delays.push(first.buffered);
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[2] ?? NaN;
    console.info(`to sound: ${times.join(', ')} ms; first second buffered: ${delays.join(', ')} ms`);
    expect(median(times), String(times)).toBeLessThan(1000);
    expect(median(delays), String(delays)).toBeLessThan(150);
    // Each round may be measured five times.
  }, 120_000);
});

describe('when the engine is killed', () => {
  it('the page is audible again within 2 s, without a click', async () => {
    const args = ['--source', 'test-tone', '--log-level', 'debug'];
    const running = await open(args, { EARSHOT_ENGINE_RESERVE: 'true' });
    const sound = await ReturnOfSound.on(page);
    await reservePid(running, 1);
    const { engine } = await running.status();
    const killed = Date.now();
    process.kill(engine.pid ?? 0, 'SIGKILL');
    const elapsed = (await sound.after(killed)) - killed;
    console.info(`audible ${elapsed.toFixed(0)} ms after the kill`);
    expect(elapsed).toBeLessThan(2000);
    expect(Math.abs((await heardBy(page)).left.frequency - 440)).toBeLessThan(4.4);
  });
});

describe('when the server is restarted', () => {
  it('the page is audible again by itself, with one session, and says what happened meanwhile', async () => {
    const first = await open(['--source', 'test-tone']);
    await heardBy(page);
    await first.stop();
    await page.locator('#message', { hasText: 'cannot be reached' }).waitFor({ timeout: 15_000 });
    const port = new URL(first.url).port;
    const again = await Program.start({ args: ['--source', 'test-tone', '--port', port] });
    program = again;
    const startedAt = performance.now();
    await again.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
    const { left } = await heardBy(page);
    const elapsed = performance.now() - startedAt;
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    // Its pauses between two tries are 5 s at most.
    expect(elapsed, `${elapsed} ms`).toBeLessThan(6000);
    expect((await again.status()).listeners).toHaveLength(1);
  });
});

describe('while only HTTP is cut off', () => {
  it('it plays on, in its one session', async () => {
    const running = await open(['--source', 'test-tone']);
    await heardBy(page);
    await page.context().setOffline(true);
    await running.statusWhere(({ listeners }) => listeners.length === 1);
    await page.context().setOffline(false);
    const { left } = await heardBy(page);
    expect(Math.abs(left.frequency - 440)).toBeLessThan(4.4);
    expect((await running.status()).listeners).toHaveLength(1);
  });
});

describe('when the page is closed', () => {
  it('its listener is gone at once', async () => {
    const running = await open(['--source', 'test-tone']);
    await running.statusWhere(({ listeners }) => listeners.length === 1);
    await page.goto('about:blank');
    await running.statusWhere(({ listeners }) => listeners.length === 0, 2000);
  });
});

interface FirstSound {
  /** From navigation to the first sample that is not silence, ms. */
  after: number;
  /** Mean delay in the jitter buffer during the second after that, ms. */
  buffered: number;
}

/** Runs in the page before its own scripts. */
function watchFirstSound(): void {
  const OwnPeer = RTCPeerConnection;
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const inbound = async (peer: RTCPeerConnection) => {
    let found: RTCInboundRtpStreamStats | undefined;
    (await peer.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
      if (entry.type === 'inbound-rtp') found = entry;
    });
    return found;
  };
  const firstSound = new Promise<FirstSound>((resolve) => {
    globalThis.RTCPeerConnection = class extends OwnPeer {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        void this.watch().then(resolve);
      }

      private async watch(): Promise<FirstSound> {
        // Energy is added up as samples go to the audio element.
        while (((await inbound(this))?.totalAudioEnergy ?? 0) === 0) await sleep(5);
        const after = performance.now();
        await sleep(1000);
        const { jitterBufferDelay = 0, jitterBufferEmittedCount = 1 } = (await inbound(this)) ?? {};
        return { after, buffered: (jitterBufferDelay / jitterBufferEmittedCount) * 1000 };
      }
    };
  });
  Object.assign(globalThis, { firstSound });
}
