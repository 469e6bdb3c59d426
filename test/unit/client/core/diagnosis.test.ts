import { describe, expect, it } from 'vitest';
import type { Status } from '../../../../src/api.js';
import { climb, type Facts, firstBroken } from '../../../../client/src/core/diagnosis.js';
import { Trouble } from '../../../../client/src/core/trouble.js';

const status: Status = {
  version: '1.0.0',
  source: { name: 'system', title: 'What it plays', kind: 'system', state: 'running' },
  processing: [],
  encoders: [],
  listeners: [],
  engine: { state: 'ready', pid: 1, restarts: 0 },
};

const fine: Facts = {
  status,
  player: 'playing',
  trouble: null,
  transport: { ice: 'connected', dtls: 'connected' },
  serverPeak: -12,
  packets: 45,
  decodedPeak: -12,
  element: { hold: null, muted: false, volume: 1 },
  outputs: 1,
  plays: true,
};

const broken = (facts: Partial<Facts>) => firstBroken(climb({ ...fine, ...facts }));
const finding = (facts: Partial<Facts>) => broken(facts)?.finding;

describe('the ladder', () => {
  it('has twelve rungs, all fine where all is fine', () => {
    const rungs = climb(fine);
    expect(rungs).toHaveLength(12);
    expect(rungs.filter(({ state }) => state !== 'fine')).toEqual([]);
    expect(firstBroken(rungs)).toBeNull();
  });

  it.each<[string, Partial<Facts>]>([
    ['server-unreachable', { status: new Trouble('unreachable'), player: 'reconnecting' }],
    ['access-refused', { status: new Trouble('wrong-token'), player: 'failed' }],
    ['engine-away', { status: { ...status, engine: { state: 'restarting', pid: null, restarts: 1 } } }],
    ['source-away', { status: { ...status, source: { ...status.source, state: 'waiting' } } }],
    ['source-silent', { serverPeak: -120 }],
    ['not-wanted', { player: 'idle', packets: null, decodedPeak: null, transport: null }],
    ['not-joined', { player: 'reconnecting', trouble: new Trouble('too-many-listeners') }],
    ['no-path', { player: 'connecting', transport: { ice: 'checking', dtls: 'new' } }],
    [
      'no-path',
      {
        player: 'reconnecting',
        trouble: new Trouble('no-transport'),
        transport: { ice: 'checking', dtls: 'new' },
      },
    ],
    ['path-broken', { transport: { ice: 'disconnected', dtls: 'connected' } }],
    ['not-secured', { player: 'connecting', transport: { ice: 'connected', dtls: 'connecting' } }],
    [
      'not-secured',
      {
        player: 'reconnecting',
        trouble: new Trouble('transport-failed'),
        transport: { ice: 'connected', dtls: 'failed' },
      },
    ],
    ['no-packets', { packets: 0, decodedPeak: -120 }],
    ['decodes-silence', { decodedPeak: -120 }],
    ['not-allowed', { element: { hold: 'refused', muted: false, volume: 1 } }],
    ['paused', { element: { hold: 'paused', muted: false, volume: 1 } }],
    ['muted', { element: { hold: null, muted: true, volume: 1 } }],
    ['volume-zero', { element: { hold: null, muted: false, volume: 0 } }],
    ['no-output', { outputs: 0 }],
    ['output-stands', { plays: false }],
  ])('finds %s', (expected, facts) => {
    expect(finding(facts)).toBe(expected);
  });

  it('names the lowest broken rung: what is above it cannot be fine', () => {
    expect(
      finding({ serverPeak: -120, decodedPeak: -120, element: { hold: null, muted: true, volume: 0 } }),
    ).toBe('source-silent');
  });

  it("shows the words of the server's problem and of the source", () => {
    const trouble = new Trouble('too-many-listeners', 'All 32 places are taken.');
    expect(broken({ player: 'reconnecting', trouble })?.detail).toBe('All 32 places are taken.');
    const source = { ...status.source, state: 'failed' as const, reason: 'The file is gone.' };
    expect(broken({ status: { ...status, source } })?.detail).toBe('The file is gone.');
  });

  it('accuses nobody of what it cannot know', () => {
    const facts = {
      serverPeak: null,
      decodedPeak: null,
      outputs: null,
      plays: null,
      transport: { ice: 'connected', dtls: null },
    } as const;
    expect(broken(facts)).toBeNull();
  });
});
