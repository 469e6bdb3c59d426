import { describe, expect, it } from 'vitest';
import { between, readSample } from '../../../../client/src/core/connection-stats.js';

type Entries = Record<string, unknown>[];

const report = (entries: Entries) => new Map(entries.map((entry) => [entry.id as string, entry]));

function chromium(inbound: Record<string, unknown> = {}): Entries {
  return [
    {
      id: 'in',
      type: 'inbound-rtp',
      kind: 'audio',
      codecId: 'codec',
      packetsReceived: 500,
      packetsLost: 2,
      bytesReceived: 100_000,
      headerBytesReceived: 11_000,
      jitter: 0.004,
      jitterBufferDelay: 4800,
      jitterBufferEmittedCount: 96_000,
      concealedSamples: 960,
      silentConcealedSamples: 480,
      totalSamplesReceived: 96_480,
      ...inbound,
    },
    { id: 'codec', type: 'codec', mimeType: 'audio/opus' },
    { id: 'T', type: 'transport', selectedCandidatePairId: 'pair' },
    { id: 'other', type: 'candidate-pair', currentRoundTripTime: 9 },
    {
      id: 'pair',
      type: 'candidate-pair',
      currentRoundTripTime: 0.03,
      localCandidateId: 'L',
      remoteCandidateId: 'R',
    },
    { id: 'L', type: 'local-candidate', candidateType: 'prflx', protocol: 'udp' },
    { id: 'R', type: 'remote-candidate', candidateType: 'host', protocol: 'udp' },
  ];
}

function sample(at: number, inbound: Record<string, unknown> = {}) {
  const read = readSample(report(chromium(inbound)), at);
  if (!read) throw new Error('nothing was read');
  return read;
}

describe('readSample', () => {
  it('reads codec, path and round trip of the pair in use', () => {
    expect(sample(0)).toMatchObject({ codec: 'opus', path: 'prflx · udp · host', roundTrip: 0.03 });
  });

  it('counts all headers: 28 bytes of UDP and IPv4 come on top of those of RTP', () => {
    expect(sample(0).bytes).toBe(100_000 + 11_000 + 500 * 28);
  });

  it('reckons the headers where a browser does not count them', () => {
    expect(sample(0, { headerBytesReceived: undefined }).bytes).toBe(100_000 + 500 * 22 + 500 * 28);
  });

  it('is null before sound arrives', () => {
    expect(readSample(report([{ id: 'T', type: 'transport' }]), 0)).toBeNull();
  });
});

describe('between', () => {
  const before = sample(1000);
  const after = sample(2000, {
    packetsReceived: 545,
    packetsLost: 7,
    bytesReceived: 112_000,
    headerBytesReceived: 11_990,
    jitterBufferDelay: 4800 + 0.06 * 48_000,
    jitterBufferEmittedCount: 144_000,
    concealedSamples: 960 + 4800,
    totalSamplesReceived: 96_480 + 48_000,
  });

  it('tells what happened in the meantime, not since the beginning', () => {
    const facts = between(before, after);
    expect(facts.bitrate).toBe((12_000 + 990 + 45 * 28) * 8);
    expect(facts).toMatchObject({ packetsPerSecond: 45, loss: 10, jitter: 4, concealed: 10, roundTrip: 30 });
    expect(facts.buffer).toBeCloseTo(60, 6);
  });

  it('knows no delay where nothing was played, and no loss where nothing was sent', () => {
    expect(between(before, { ...before, at: 2000 })).toMatchObject({ buffer: null, loss: 0, concealed: 0 });
  });
});
