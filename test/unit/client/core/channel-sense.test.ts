import { describe, expect, it } from 'vitest';
import { ChannelSense } from '../../../../client/src/core/channel-sense.js';

const tone = (frequency: number, peak: number) =>
  Float32Array.from({ length: 2048 }, (_, i) => peak * Math.sin((2 * Math.PI * frequency * i) / 48_000));

describe('ChannelSense', () => {
  it('tells two different sides from two alike', () => {
    const sense = new ChannelSense();
    expect(sense.channels).toBe('unknown');
    expect(sense.push(tone(440, 0.5), tone(440, 0.5), 0.5)).toBe('alike');
    expect(sense.push(tone(440, 0.5), tone(880, 0.5), 0.5)).toBe('different');
  });

  it('counts the same sound at another level as different', () => {
    expect(new ChannelSense().push(tone(440, 0.5), tone(440, 0.4), 0.5)).toBe('different');
  });

  it('does not take rounding for a difference', () => {
    const left = tone(440, 0.5);
    const right = left.map((sample, i) => sample + (i % 2) * 0.0005);
    expect(new ChannelSense().push(left, right, 0.5)).toBe('alike');
  });

  it('keeps to different through a moment in mono, and changes after three seconds of it', () => {
    const sense = new ChannelSense();
    sense.push(tone(440, 0.5), tone(880, 0.5), 0.5);
    for (let i = 0; i < 5; i++) expect(sense.push(tone(440, 0.5), tone(440, 0.5), 0.5)).toBe('different');
    expect(sense.push(tone(440, 0.5), tone(440, 0.5), 0.5)).toBe('alike');
  });

  it('judges nothing in silence', () => {
    expect(new ChannelSense().push(tone(440, 0.00001), tone(880, 0.00001), 5)).toBe('unknown');
  });
});
