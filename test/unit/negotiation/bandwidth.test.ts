import { describe, expect, it } from 'vitest';
import { bandwidthLimit, bandwidthLines, readBandwidth } from '../../../src/negotiation/bandwidth.js';

describe('b=AS and b=TIAS of an answer', () => {
  it.each([
    [64_000, 20, 85],
    [96_000, 20, 118],
    [128_000, 20, 152],
    [510_000, 20, 554],
    [96_000, 10, 135],
    [96_000, 60, 107],
  ])('%i bps in packets of %i ms take %i kbps with headers', (bitrate, ptime, as) => {
    expect(bandwidthLines(bitrate, ptime)).toEqual([`b=AS:${as}`, `b=TIAS:${bitrate}`]);
  });

  it.each([6000, 64_000, 96_001, 510_000])('leave %i bps when read again', (bitrate) => {
    for (const ptime of [5, 10, 20, 40, 60]) {
      const [as = ''] = bandwidthLines(bitrate, ptime).map((line) => line.slice('b='.length));
      const limit = bandwidthLimit([readBandwidth([as])], ptime);
      expect(limit?.bitrate).toBeGreaterThanOrEqual(bitrate);
      expect(limit?.bitrate).toBeLessThan(bitrate + 950);
    }
  });
});

describe('b=AS and b=TIAS of an offer', () => {
  it('AS leaves what headers and RTCP do not need (RFC 9429)', () => {
    expect(bandwidthLimit([{ as: 64 }], 20)).toEqual({ bitrate: 44_800, line: 'b=AS:64' });
    expect(bandwidthLimit([{ as: 10 }], 20)?.bitrate).toBeLessThan(0);
  });

  it('TIAS outranks AS of the same level', () => {
    expect(bandwidthLimit([{ as: 64, tias: 80_000 }], 20)?.bitrate).toBe(80_000);
  });

  it('the lower of section and session holds', () => {
    expect(bandwidthLimit([{ tias: 80_000 }, { as: 64 }], 20)?.bitrate).toBe(44_800);
    expect(bandwidthLimit([{ tias: 40_000 }, { as: 64 }], 20)?.bitrate).toBe(40_000);
    expect(bandwidthLimit([{}, {}], 20)).toBeUndefined();
  });

  it('the first of equal lines counts, anything unknown or malformed does not', () => {
    expect(readBandwidth(['CT:5', 'AS:x', 'AS:-1', 'AS:0', 'AS', 'AS:50', 'AS:60', 'TIAS:1e9'])).toEqual({
      as: 50,
    });
  });
});
