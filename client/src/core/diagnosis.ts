/**
 * Why can't I hear it? A ladder from the computer to the ear: each rung is a small
 * check, and the first broken one is the answer, since nothing above it can work.
 */

import type { Status } from '../../../src/api.js';
import type { PlayerState } from './player.js';
import type { TransportStates } from './session.js';
import type { Trouble } from './trouble.js';

/** Why nothing is heard although there is a track: the browser asks for a gesture, or somebody paused. */
export type Hold = 'refused' | 'paused';

/** All that the checks look at; null where it cannot be known. */
export interface Facts {
  /** What the server just said, or why it did not. */
  status: Status | Trouble;
  player: PlayerState;
  /** Why the player does not play. */
  trouble: Trouble | null;
  transport: TransportStates | null;
  /** Highest peak that the server sent out while looking, dBFS. */
  serverPeak: number | null;
  /** Packets that arrived while looking. */
  packets: number | null;
  /** Highest peak that was decoded while looking, dBFS. */
  decodedPeak: number | null;
  element: { hold: Hold | null; muted: boolean; volume: number };
  /** How many sound outputs the browser knows. */
  outputs: number | null;
  /** Whether the element's clock went on while looking. */
  plays: boolean | null;
}

export type RungName =
  | 'server'
  | 'access'
  | 'engine'
  | 'source'
  | 'level'
  | 'session'
  | 'ice'
  | 'dtls'
  | 'packets'
  | 'decoded'
  | 'element'
  | 'output';

export type Finding =
  | 'fine'
  | 'unknown'
  | 'server-unreachable'
  | 'access-refused'
  | 'engine-away'
  | 'source-away'
  | 'source-silent'
  | 'level-unknown'
  | 'not-wanted'
  | 'not-joined'
  | 'no-path'
  | 'path-broken'
  | 'not-secured'
  | 'no-packets'
  | 'decodes-silence'
  | 'not-allowed'
  | 'paused'
  | 'muted'
  | 'volume-zero'
  | 'no-output'
  | 'output-stands';

export interface Rung {
  name: RungName;
  state: 'fine' | 'broken' | 'unknown';
  finding: Finding;
  /** Words of the server or the source on it. */
  detail: string;
}

/** Nobody hears anything below this, dBFS. */
const AUDIBLE = -80;
const ACCESS_CODES = ['token-needed', 'wrong-token'];

type Check = (facts: Facts) => Finding | { finding: Finding; detail: string };

/** What the server said; null where it said nothing. */
function statusOf({ status }: Facts): Status | null {
  return 'engine' in status ? status : null;
}

const checks: readonly (readonly [RungName, Check])[] = [
  [
    'server',
    ({ status }) =>
      'engine' in status || ACCESS_CODES.includes(status.code)
        ? 'fine'
        : { finding: 'server-unreachable', detail: status.message },
  ],
  [
    'access',
    ({ status, trouble }) => {
      const refusals = [status, trouble].filter((each) => each !== null && 'code' in each);
      const refusal = refusals.find(({ code }) => ACCESS_CODES.includes(code));
      return refusal ? { finding: 'access-refused', detail: refusal.message } : 'fine';
    },
  ],
  [
    'engine',
    (facts) => {
      const status = statusOf(facts);
      if (!status) return 'unknown';
      return status.engine.state === 'ready' ? 'fine' : 'engine-away';
    },
  ],
  [
    'source',
    (facts) => {
      const source = statusOf(facts)?.source;
      if (!source) return 'unknown';
      return ['waiting', 'failed', 'starting'].includes(source.state)
        ? { finding: 'source-away', detail: source.reason ?? '' }
        : 'fine';
    },
  ],
  [
    'level',
    ({ serverPeak }) =>
      serverPeak === null ? 'level-unknown' : serverPeak > AUDIBLE ? 'fine' : 'source-silent',
  ],
  [
    'session',
    ({ player, trouble, transport }) => {
      if (player === 'playing' || transportTroubles.includes(trouble?.code ?? '')) return 'fine';
      if (trouble) return { finding: 'not-joined', detail: trouble.message };
      if (player === 'idle') return 'not-wanted';
      return transport && transport.ice !== 'new' ? 'fine' : 'unknown';
    },
  ],
  [
    'ice',
    ({ transport }) => {
      switch (transport?.ice) {
        case 'connected':
        case 'completed':
          return 'fine';
        case 'disconnected':
          return 'path-broken';
        case 'checking':
        case 'failed':
          return 'no-path';
        default:
          return 'unknown';
      }
    },
  ],
  [
    'dtls',
    ({ transport, player }) => {
      if (transport?.dtls === 'connected') return 'fine';
      // Whoever plays got through it; browsers without this state must not be accused.
      if (player === 'playing') return 'fine';
      return transport?.dtls === 'failed' || transport?.dtls === 'connecting' ? 'not-secured' : 'unknown';
    },
  ],
  ['packets', ({ packets }) => (packets === null ? 'unknown' : packets > 0 ? 'fine' : 'no-packets')],
  [
    'decoded',
    ({ decodedPeak }) =>
      decodedPeak === null ? 'unknown' : decodedPeak > AUDIBLE ? 'fine' : 'decodes-silence',
  ],
  [
    'element',
    ({ element: { hold, muted, volume } }) => {
      if (hold) return hold === 'refused' ? 'not-allowed' : 'paused';
      if (muted) return 'muted';
      return volume > 0 ? 'fine' : 'volume-zero';
    },
  ],
  [
    'output',
    ({ outputs, plays }) => (outputs === 0 ? 'no-output' : plays === false ? 'output-stands' : 'fine'),
  ],
];

/** Troubles that tell of the way of the sound, not of joining: the rungs above say more of them. */
const transportTroubles = ['no-transport', 'transport-failed', 'stalled'];

/** All rungs from the computer to the ear. */
export function climb(facts: Facts): Rung[] {
  return checks.map(([name, check]) => {
    const result = check(facts);
    const { finding, detail } = typeof result === 'string' ? { finding: result, detail: '' } : result;
    const state =
      finding === 'fine'
        ? 'fine'
        : finding === 'unknown' || finding === 'level-unknown'
          ? 'unknown'
          : 'broken';
    return { name, state, finding, detail };
  });
}

/** The answer: null where all is well from here to the browser's output. */
export function firstBroken(rungs: readonly Rung[]): Rung | null {
  return rungs.find(({ state }) => state === 'broken') ?? null;
}
