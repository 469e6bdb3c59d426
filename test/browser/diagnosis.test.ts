/** "Why can't I hear it?": every rung of the ladder, broken for real and named. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { Program } from '../support/program.js';
import type { StubEarshot } from '../support/stub-earshot.js';
import { StubPage } from '../support/stub-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Waits until the ladder, climbed again and again, names this finding. */
async function names(page: Page, finding: string, rung: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.locator('#check').click({ timeout: 5000 });
      await page.locator('#ladder[aria-busy="false"]').waitFor();
      expect(await page.locator('#verdict').getAttribute('data-finding')).toBe(finding);
      const broken = page.locator('#ladder [data-state="broken"]');
      expect(await broken.getAttribute('data-rung')).toBe(rung);
    },
    { timeout: 20_000, interval: 100 },
  );
}

describe('with a stand-in for the server', () => {
  let stub: StubPage;
  let earshot: StubEarshot;
  let page: Page;

  beforeEach(async () => {
    stub = await StubPage.in(browser);
    ({ earshot, page } = stub);
  });
  afterEach(() => stub.close());

  async function open(): Promise<void> {
    await stub.open();
    await stub.unfold('why');
  }

  it('all is fine where it is heard', async () => {
    await open();
    await stub.audible();
    await vi.waitFor(
      async () => {
        await page.locator('#check').click({ timeout: 5000 });
        await page.locator('#ladder[aria-busy="false"]').waitFor();
        expect(await page.locator('#ladder [data-state="fine"]').count()).toBe(12);
      },
      { timeout: 15_000 },
    );
    expect(await page.locator('#verdict').textContent()).toMatch(/^Everything is fine up to/);
  });

  it('the server: it does not answer', async () => {
    await open();
    await stub.audible();
    await earshot.close();
    await names(page, 'server-unreachable', 'server');
  });

  it('access: the token is missing', async () => {
    earshot.token = 'secret';
    await open();
    await names(page, 'access-refused', 'access');
  });

  it('the engine: it is being restarted', async () => {
    await open();
    earshot.loseEngine();
    await names(page, 'engine-away', 'engine');
  });

  it('the source: it has failed, with its own words', async () => {
    Object.assign(earshot.status.source, { state: 'failed', reason: 'The file is gone.' });
    await open();
    await names(page, 'source-away', 'source');
    expect(await page.locator('#ladder .hint').textContent()).toBe('The file is gone.');
  });

  it('joining: refused, with the words of the problem', async () => {
    earshot.refusal = {
      status: 503,
      code: 'too-many-listeners',
      detail: 'All 32 places are taken.',
      retryAfter: 30,
    };
    await open();
    await names(page, 'not-joined', 'session');
    expect(await page.locator('#ladder .hint').textContent()).toBe('All 32 places are taken.');
  });

  it('joining: nobody wants to listen', async () => {
    await open();
    await stub.state('playing');
    await page.locator('#button').click();
    await names(page, 'not-wanted', 'session');
  });

  it('the path: the answer leads nowhere', async () => {
    // Documentation addresses (RFC 5737), and credentials with which the sender's own checks fail.
    earshot.tamper = (sdp) =>
      sdp
        .replace(/^(a=candidate:\S+ 1 udp \d+) \S+ \d+/gm, '$1 192.0.2.1 9')
        .replace(/^a=ice-pwd:.*$/m, 'a=ice-pwd:0123456789abcdefghijkl0123');
    await open();
    await names(page, 'no-path', 'ice');
  });

  it('encryption: the certificate is not the one of the answer', async () => {
    earshot.tamper = (sdp) =>
      sdp.replace(/^a=fingerprint:sha-256 .*$/m, `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`);
    await open();
    await names(page, 'not-secured', 'dtls');
  });

  it('packets: connected, and none arrives', async () => {
    await open();
    await stub.audible();
    await stub.sender.fallSilent();
    await names(page, 'no-packets', 'packets');
  });

  it('the decoded sound: silent, while the computer sends some', async () => {
    await stub.sender.mute(true);
    await open();
    await stub.state('playing');
    await names(page, 'decodes-silence', 'decoded');
  });

  it('this page: muted, and at volume zero', async () => {
    await open();
    await stub.audible();
    await page.getByRole('button', { name: 'Mute' }).click();
    await names(page, 'muted', 'element');
    await page.getByRole('button', { name: 'Mute' }).click();
    await page.locator('#volume').fill('0');
    await names(page, 'volume-zero', 'element');
  });

  it('this page: paused from outside', async () => {
    await open();
    await stub.audible();
    await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.pause());
    await stub.state('blocked');
    await names(page, 'paused', 'element');
  });

  it('this page: says by itself, after seconds of silence, what is wrong', async () => {
    await stub.sender.mute(true);
    await stub.open();
    await page.locator('#message', { hasText: 'silent when decoded' }).waitFor({ timeout: 15_000 });
    await stub.sender.mute(false);
    await stub.audible();
    await page.locator('#notice').waitFor({ state: 'hidden' });
  });

  it('the output: it stands still', async () => {
    await open();
    await stub.audible();
    // A frozen sound server would show it, but hangs Chromium's whole page: only the element's clock is stopped.
    await page.locator('audio').evaluate((audio: HTMLAudioElement) => {
      const { currentTime } = audio;
      Object.defineProperty(audio, 'currentTime', { get: () => currentTime });
    });
    await names(page, 'output-stands', 'output');
  });

  it('the output: the browser has none, only an input', async () => {
    await page.addInitScript(() => {
      navigator.mediaDevices.enumerateDevices = () =>
        Promise.resolve([{ kind: 'audioinput' } as MediaDeviceInfo]);
    });
    await open();
    await stub.audible();
    await names(page, 'no-output', 'output');
  });

  it('this page: the browser wants a click', async () => {
    const strict = await launchChromium({ autoplay: false });
    const blocked = await StubPage.in(strict);
    try {
      await blocked.page.addInitScript(() => {
        // Somebody who was let in: a click would count as the gesture that is missing.
        addEventListener('DOMContentLoaded', () => document.querySelector('#why')?.setAttribute('open', ''));
        addEventListener('DOMContentLoaded', () => {
          new MutationObserver(() => {
            console.info(document.querySelector<HTMLElement>('#verdict')?.dataset.finding);
          }).observe(document.body, { subtree: true, attributeFilter: ['data-finding'] });
        });
        setInterval(() => {
          document.querySelector<HTMLElement>('#check')?.dispatchEvent(new MouseEvent('click'));
        }, 500);
      });
      const found = blocked.page.waitForEvent('console', (message) => message.text() === 'not-allowed');
      await blocked.open();
      await found;
    } finally {
      await blocked.close();
      await strict.close();
    }
  });
});

describe('with the real program', () => {
  it('the level: the computer plays silence', async () => {
    const program = await Program.start({ args: ['--source', 'silence'] });
    const page = await browser.newPage({ locale: 'en-GB' });
    try {
      await page.goto(program.url);
      await page.locator('#message', { hasText: 'plays silence at the moment' }).waitFor({ timeout: 20_000 });
      await page.locator('#why > summary').click();
      await names(page, 'source-silent', 'level');
    } finally {
      await page.close();
      await program.stop();
    }
  });
});
