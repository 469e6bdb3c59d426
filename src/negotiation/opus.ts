import type { AppliedNote, AppliedOpus } from '../api.js';
import { type AudioSettings, type OpusSettings, type PlaybackRate, playbackRates } from '../config/types.js';
import { bandwidthLimit } from './bandwidth.js';
import type { Encoding, Unfit } from './encoding.js';
import { numberParameter } from './fmtp.js';
import { LOWEST_BITRATE, type OpusBitrate, opusBitrate } from './opus-bitrate.js';
import { chooseFec, type Fec } from './opus-fec.js';
import { choosePtime, ptimeNotes } from './ptime.js';
import type { Wishes } from './wishes.js';

const PACKET_LENGTHS = [5, 10, 20, 40, 60];
/** The largest single Opus frame (RFC 6716 section 3.4); as an RTP packet it fits every usual network, bytes. */
const MAX_PAYLOAD = 1275;

/** opusenc's `bandwidth` by playback rate; `auto` lets libopus go below full band where the bit rate is low. */
const BANDWIDTHS: Record<PlaybackRate, string> = {
  8000: 'narrowband',
  12000: 'mediumband',
  16000: 'wideband',
  24000: 'superwideband',
  48000: 'auto',
};

interface Decision<T> {
  value: T;
  notes: AppliedNote[];
}

/** Settings of the Opus encoder for one listener: the server's configuration within what the offer allows. */
export function encodeOpus(audio: AudioSettings, opus: OpusSettings, wishes: Wishes): Encoding | Unfit {
  const wished = choosePtime(audio.ptime, PACKET_LENGTHS, wishes.packets);
  const limit = bandwidthLimit(wishes.bandwidths, wished);
  if (limit && limit.bitrate < LOWEST_BITRATE) {
    return { unfit: `opus needs ${String(LOWEST_BITRATE)} bps, more than ${limit.line} leaves` };
  }
  const { ptime, bitrate, ...size } = fitPacket(audio, opus, wishes, wished);
  const cbr = chooseCbr(opus, wishes);
  const dtx = chooseDtx(opus, wishes, cbr.value);
  const { rate, fec } = chooseRateAndFec(opus, wishes, { bitrate, ptime, cbr: cbr.value });
  const applied: AppliedOpus = {
    maxPlaybackRate: rate.value,
    cbr: cbr.value,
    useInbandFec: fec.on,
    packetLossPercentage: fec.loss,
    useDtx: dtx.value,
  };
  return {
    profile: {
      codec: 'opus',
      encoder: {
        bitrate,
        'bitrate-type': cbr.value ? 'cbr' : 'constrained-vbr',
        bandwidth: BANDWIDTHS[rate.value],
        'inband-fec': fec.on,
        'packet-loss-percentage': fec.loss,
        dtx: dtx.value,
        'frame-size': ptime,
      },
      payloader: { dtx: dtx.value },
    },
    applied: {
      bitrate,
      ptime,
      opus: applied,
      notes: [...size.notes, ...rate.notes, ...cbr.notes, ...fec.notes, ...dtx.notes],
    },
  };
}

/** Bit rate and packet length together: a packet must not need more than one datagram. */
function fitPacket(
  audio: AudioSettings,
  opus: OpusSettings,
  wishes: Wishes,
  wished: number,
): OpusBitrate & { ptime: number } {
  let ptime = wished;
  let rate = opusBitrate(audio, opus, wishes, ptime);
  while (ptime > 20 && (rate.bitrate * ptime) / 8000 > MAX_PAYLOAD) {
    ptime = PACKET_LENGTHS.findLast((length) => length < ptime) ?? ptime;
    rate = opusBitrate(audio, opus, wishes, ptime);
  }
  const reason = `Longer packets of ${String(rate.bitrate)} bps would not fit into one datagram.`;
  const notes =
    ptime === wished
      ? ptimeNotes(audio.ptime, ptime, wishes.packets)
      : [{ option: 'audio-ptime', asked: wished, applied: ptime, reason }];
  return { ptime, bitrate: rate.bitrate, notes: [...rate.notes, ...notes] };
}

function chooseCbr(opus: OpusSettings, { parameters }: Wishes): Decision<boolean> {
  if (opus.cbr || parameters.get('cbr') !== '1') return { value: opus.cbr, notes: [] };
  const reason = 'The listener asked for a constant bit rate (cbr=1).';
  return { value: true, notes: [{ option: 'opus-cbr', asked: false, applied: true, reason }] };
}

/** A constant bit rate fills every packet up, also in silence (measured): then DTX would do nothing. */
function chooseDtx(opus: OpusSettings, { parameters }: Wishes, cbr: boolean): Decision<boolean> {
  if (!opus.useDtx) return { value: false, notes: [] };
  const refused = parameters.get('usedtx') === '0';
  const value = !refused && !cbr;
  const reason = refused
    ? "The listener's offer says usedtx=0."
    : cbr
      ? 'A constant bit rate goes on through silence.'
      : 'Silence is hardly sent. For music with quiet passages --no-opus-usedtx is better.';
  return { value, notes: [{ option: 'opus-usedtx', asked: true, applied: value, reason }] };
}

/**
 * Medium band exists in SILK only; CELT would send wide band in its place (measured). So it is used with the
 * FEC settings that hold libopus in SILK, and is narrow band otherwise.
 */
function chooseRateAndFec(
  opus: OpusSettings,
  { parameters }: Wishes,
  { bitrate, ptime, cbr }: { bitrate: number; ptime: number; cbr: boolean },
): { rate: Decision<PlaybackRate>; fec: Fec } {
  const rate = choosePlaybackRate(opus, numberParameter(parameters, 'maxplaybackrate'));
  const fec = chooseFec({
    wanted: opus.useInbandFec,
    offered: parameters.get('useinbandfec') === '1',
    bitrate,
    cbr,
    ptime,
    speechOnly: rate.value === 12000,
  });
  if (rate.value !== 12000 || fec.on) return { rate, fec };
  const reason = 'Without in-band FEC libopus has nothing between 8000 and 16000 Hz.';
  const note = { option: 'opus-maxplaybackrate', asked: 12000, applied: 8000, reason };
  return { rate: { value: 8000, notes: [...rate.notes, note] }, fec };
}

/** The lower one; a rate between two of Opus's is rounded down, and 8000 Hz is the lowest (RFC 7587 section 6.1). */
function choosePlaybackRate(opus: OpusSettings, offered: number | undefined): Decision<PlaybackRate> {
  const asked = opus.maxPlaybackRate;
  if (offered === undefined || offered >= asked) return { value: asked, notes: [] };
  const value = playbackRates.findLast((rate) => rate <= offered) ?? playbackRates[0];
  const reason = `The listener's offer says maxplaybackrate=${String(offered)}.`;
  return { value, notes: [{ option: 'opus-maxplaybackrate', asked, applied: value, reason }] };
}
