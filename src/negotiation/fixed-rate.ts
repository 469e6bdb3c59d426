import type { AppliedNote, CodecName } from '../api.js';
import type { AudioSettings } from '../config/types.js';
import { bandwidthLimit } from './bandwidth.js';
import type { Encoding, Unfit } from './encoding.js';
import { choosePtime, ptimeNotes } from './ptime.js';
import type { Wishes } from './wishes.js';

/** G.711 and G.722 (RFC 3551 section 4.5): one byte for every tick of the 8000 Hz clock. */
const BITRATE = 64000;
const PACKET_LENGTHS = [5, 10, 20, 30, 40, 60];
const NS_PER_MS = 1_000_000;

/** Settings of a codec that has one bit rate only. */
export function encodeFixedRate(codec: CodecName, audio: AudioSettings, wishes: Wishes): Encoding | Unfit {
  const ptime = choosePtime(audio.ptime, PACKET_LENGTHS, wishes.packets);
  const limit = bandwidthLimit(wishes.bandwidths, ptime);
  if (limit && limit.bitrate < BITRATE) {
    return { unfit: `${codec} needs ${String(BITRATE)} bps, more than ${limit.line} leaves` };
  }
  const length = ptime * NS_PER_MS;
  return {
    profile: { codec, encoder: {}, payloader: { 'min-ptime': length, 'max-ptime': length } },
    applied: {
      bitrate: BITRATE,
      ptime,
      notes: [...bitrateNotes(codec, audio.bitrate), ...ptimeNotes(audio.ptime, ptime, wishes.packets)],
    },
  };
}

function bitrateNotes(codec: CodecName, asked: number): AppliedNote[] {
  if (asked === BITRATE) return [];
  const reason = `${codec.toUpperCase()} always has ${String(BITRATE)} bps.`;
  return [{ option: 'audio-bitrate', asked, applied: BITRATE, reason }];
}
