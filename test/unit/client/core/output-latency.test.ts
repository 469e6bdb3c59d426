import { describe, expect, it } from 'vitest';
import { outputLatencyOf } from '../../../../client/src/core/output-latency.js';

const CHROMIUM = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

function contextWith(outputLatency: number) {
  let reads = 0;
  return {
    baseLatency: 0.01,
    get outputLatency() {
      reads += 1;
      return outputLatency;
    },
    get reads() {
      return reads;
    },
  };
}

describe('outputLatencyOf', () => {
  it('asks the browser', () => {
    expect(outputLatencyOf(contextWith(0.03), CHROMIUM)).toBe(0.03);
  });

  it('takes the base latency where the browser tells nothing yet', () => {
    expect(outputLatencyOf(contextWith(0), CHROMIUM)).toBe(0.01);
  });

  it('is nothing where the browser knows neither', () => {
    expect(outputLatencyOf({}, CHROMIUM)).toBe(0);
  });

  it('never asks Firefox on Linux, which may stand still over it', () => {
    const context = contextWith(0.03);
    expect(outputLatencyOf(context, FIREFOX)).toBe(0.01);
    expect(context.reads).toBe(0);
  });

  it.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0',
    'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0',
  ])('asks other Firefoxes: %s', (userAgent) => {
    expect(outputLatencyOf(contextWith(0.03), userAgent)).toBe(0.03);
  });
});
