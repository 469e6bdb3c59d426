import { describe, expect, it } from 'vitest';
import { choosePtime } from '../../../src/negotiation/ptime.js';
import { anOpusOffer, anOffer, plan } from '../../support/offers.js';

const lengths = [5, 10, 20, 40, 60];

describe('choosePtime', () => {
  it.each([
    ['the configured one without a wish', 20, {}, 20],
    ['the offered ptime', 20, { ptime: 40 }, 40],
    ['an offered ptime shorter than configured', 20, { ptime: 10 }, 10],
    ['an offered ptime between two lengths, rounded down', 20, { ptime: 30 }, 20],
    ['the shortest for a ptime below it', 20, { ptime: 3 }, 5],
    ['no more than maxptime', 60, { maxptime: 40 }, 40],
    ['no more than maxptime, whatever ptime says', 20, { ptime: 60, maxptime: 20 }, 20],
    ['the shortest for a maxptime below it', 20, { maxptime: 3 }, 5],
    ['no less than minptime', 5, { minptime: 10 }, 10],
    ['maxptime, where minptime contradicts it', 20, { minptime: 40, maxptime: 10 }, 10],
    ['the next shorter length for an odd configuration', 30, {}, 20],
  ])('gives %s', (_, configured, wish, expected) => {
    expect(choosePtime(configured, lengths, wish)).toBe(expected);
  });
});

describe('packet length', () => {
  it('sets the frame size and says whose wish it was', () => {
    const { applied, listener } = plan(
      anOpusOffer('minptime=10', { audio: ['a=ptime:40', 'a=maxptime:40'] }),
    );
    expect(listener.profile.encoder['frame-size']).toBe(40);
    expect(applied.ptime).toBe(40);
    expect(applied.notes).toContainEqual({
      option: 'audio-ptime',
      asked: 20,
      applied: 40,
      reason: "The listener's offer says ptime 40, maxptime 40, minptime 10 (ms).",
    });
  });

  it('of a fixed-rate codec may be 30 ms', () => {
    const offer = anOffer({ formats: '0', codecs: [], audio: ['a=ptime:30'] });
    expect(plan(offer).listener.profile.payloader).toEqual({ 'min-ptime': 30e6, 'max-ptime': 30e6 });
  });

  it('is shortened where a packet would not fit into a datagram', () => {
    const offer = anOpusOffer('useinbandfec=1', { audio: ['a=ptime:60'] });
    const { applied } = plan(offer, { audio: { bitrate: 510_000 } });
    expect(applied).toMatchObject({ ptime: 20, bitrate: 510_000 });
    expect(applied.notes).toContainEqual(
      expect.objectContaining({ option: 'audio-ptime', asked: 60, applied: 20 }),
    );
    expect(plan(offer, { audio: { bitrate: 160_000 } }).applied.ptime).toBe(60);
  });

  it.each(['0', '-20', '1e3', '20ms', '99999', ''])('ignores a=ptime:%s', (value) => {
    expect(plan(anOpusOffer('', { audio: [`a=ptime:${value}`] })).applied.ptime).toBe(20);
  });
});
