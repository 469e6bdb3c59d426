import { describe, expect, it } from 'vitest';
import { type DelayFacts, delayOf } from '../../../../client/src/core/delay.js';

const opus = { codec: 'opus', ptime: 20 } as const;
const facts: DelayFacts = { buffer: 60, roundTrip: 30, age: null, outputLatency: 0.03 };

describe('delayOf', () => {
  it('gives the computer what the other parts leave of the measured age', () => {
    expect(delayOf(opus, { ...facts, age: 125 })).toEqual({
      total: 156.5,
      sender: 51.5,
      network: 15,
      buffer: 60,
      output: 30,
      measured: true,
    });
  });

  it('never gives it less than nothing, as the browser’s own figures are means', () => {
    expect(delayOf(opus, { ...facts, age: 65 })).toMatchObject({ sender: 0, total: 105 });
  });

  it('reckons the computer’s part where the age is unknown', () => {
    expect(delayOf(opus, facts)).toEqual({
      total: 151.5,
      sender: 46.5,
      network: 15,
      buffer: 60,
      output: 30,
      measured: false,
    });
  });

  it('knows that only Opus looks ahead', () => {
    expect(delayOf({ codec: 'pcmu', ptime: 20 }, facts)?.sender).toBe(40);
    expect(delayOf({ codec: 'pcmu', ptime: 20 }, { ...facts, age: 125 })?.sender).toBe(45);
  });

  it('takes the mean of a packet’s parts for the age of its middle', () => {
    const sender = (ptime: number) => delayOf({ codec: 'opus', ptime }, { ...facts, age: 120 })?.sender;
    expect([sender(20), sender(10), sender(5)]).toEqual([46.5, 51.5, 51.5]);
  });

  it('claims nothing while the buffer is unknown', () => {
    expect(delayOf(opus, { ...facts, buffer: null, age: 120 })).toBeNull();
  });
});
