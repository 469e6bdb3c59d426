import type { AppliedNote } from '../api.js';
import type { AudioSettings, OpusSettings } from '../config/types.js';
import { bandwidthLimit } from './bandwidth.js';
import { numberParameter } from './fmtp.js';
import type { Wishes } from './wishes.js';

/** Limits of maxaveragebitrate, bps (RFC 7587 section 6.1). */
export const LOWEST_BITRATE = 6000;
const HIGHEST_BITRATE = 510_000;

interface Limit {
  bitrate: number;
  reason: string;
}

export interface OpusBitrate {
  bitrate: number;
  notes: AppliedNote[];
}

/** The lowest of what server and listener allow, bps, with a note for whoever lowered it. */
export function opusBitrate(
  audio: AudioSettings,
  opus: OpusSettings,
  wishes: Wishes,
  ptime: number,
): OpusBitrate {
  const notes: AppliedNote[] = [];
  let bitrate = audio.bitrate;
  for (const limit of limits(opus, wishes, ptime)) {
    const applied = Math.max(limit.bitrate, LOWEST_BITRATE);
    if (applied >= bitrate) continue;
    notes.push({ option: 'audio-bitrate', asked: bitrate, applied, reason: limit.reason });
    bitrate = applied;
  }
  return { bitrate: Math.max(bitrate, LOWEST_BITRATE), notes };
}

function limits(opus: OpusSettings, { parameters, bandwidths }: Wishes, ptime: number): Limit[] {
  const offered = numberParameter(parameters, 'maxaveragebitrate');
  const line = bandwidthLimit(bandwidths, ptime);
  return [
    { bitrate: HIGHEST_BITRATE, reason: 'Opus has no higher bit rate (RFC 7587).' },
    ...(opus.maxAverageBitrate === null
      ? []
      : [{ bitrate: opus.maxAverageBitrate, reason: 'opus-maxaveragebitrate is lower on this server.' }]),
    ...(offered === undefined
      ? []
      : [{ bitrate: offered, reason: `The listener asked for maxaveragebitrate=${String(offered)}.` }]),
    ...(line
      ? [{ bitrate: line.bitrate, reason: `The listener's offer leaves no more (${line.line}).` }]
      : []),
  ];
}
