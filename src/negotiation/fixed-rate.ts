import type { AppliedNote, CodecName } from '../api.js';
import { type AudioSettings, FIXED_BITRATE } from '../config/types.js';
import { bandwidthLimit } from './bandwidth.js';
import type { Encoding, Unfit } from './encoding.js';
import { choosePtime, ptimeNotes } from './ptime.js';
import type { Wishes } from './wishes.js';

const PACKET_LENGTHS = [5, 10, 20, 30, 40, 60];
const NS_PER_MS = 1_000_000;

/** Settings of a codec that has one bit rate only. */
export function encodeFixedRate(codec: CodecName, audio: AudioSettings, wishes: Wishes): Encoding | Unfit {
  const ptime = choosePtime(audio.ptime, PACKET_LENGTHS, wishes.packets);
  const limit = bandwidthLimit(wishes.bandwidths, ptime);
  if (limit && limit.bitrate < FIXED_BITRATE) {
    return { unfit: `${codec} needs ${String(FIXED_BITRATE)} bps, more than ${limit.line} leaves` };
  }
  const length = ptime * NS_PER_MS;
  return {
    profile: { codec, encoder: {}, payloader: { 'min-ptime': length, 'max-ptime': length } },
    applied: {
      bitrate: FIXED_BITRATE,
      ptime,
      notes: [...bitrateNotes(codec, audio.bitrate), ...ptimeNotes(audio.ptime, ptime, wishes.packets)],
    },
  };
}

function bitrateNotes(codec: CodecName, asked: number): AppliedNote[] {
  if (asked === FIXED_BITRATE) return [];
  const reason = `${codec.toUpperCase()} always has ${String(FIXED_BITRATE)} bps.`;
  return [{ option: 'audio-bitrate', asked, applied: FIXED_BITRATE, reason }];
}
