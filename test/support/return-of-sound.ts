/** When a page is heard again after its sound was lost. */

import type { Page } from 'playwright-core';

export class ReturnOfSound {
  private constructor(private readonly page: Page) {}

  /** Watches a page from now on; resolves when it is heard. */
  static async on(page: Page): Promise<ReturnOfSound> {
    await page.evaluate(watch);
    await page.locator('body[data-watched]').waitFor();
    return new ReturnOfSound(page);
  }

  /** @returns when a stream that began after this moment was first heard; both are ms since the epoch */
  after(moment: number): Promise<number> {
    return this.page.evaluate(firstAfter, moment);
  }
}

/** Runs in the page: notes when each new stream is first heard. A busy machine's pauses are none of ours. */
function watch(): void {
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

/** Runs in the page. */
async function firstAfter(moment: number): Promise<number> {
  for (;;) {
    const { returns } = window as unknown as { returns: number[] };
    const found = returns.find((at) => at >= moment);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
