import type { Applied, AppliedNote, CodecName } from '../api.js';
import type { AudioSettings, OpusSettings } from '../config/types.js';
import type { CodecSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import { channelsOf, commonCodecs, type OfferedCodec, offeredEncodings } from './codecs.js';
import type { Encoding, Unfit } from './encoding.js';
import { encodeFixedRate } from './fixed-rate.js';
import { writeMinimalOffer } from './minimal-offer.js';
import { type Offer, readOffer } from './offer.js';
import { encodeOpus } from './opus.js';
import { planSections } from './plan-sections.js';
import type { Plan } from './plan.js';
import { readTransport } from './transport.js';
import { readWishes } from './wishes.js';

export interface NegotiationSettings {
  audio: AudioSettings;
  opus: OpusSettings;
}

interface Choice {
  codec: OfferedCodec;
  encoding: Encoding;
  /** Why others were passed over. */
  unfit: string[];
}

/**
 * Decides what one listener gets: its offer, our settings and the codecs this machine has. No I/O.
 * @throws AppError `invalid-sdp`, `no-audio`, `wrong-direction`, `incomplete-offer`, `no-common-codec`
 */
export function negotiate(
  offerSdp: string,
  settings: NegotiationSettings,
  codecs: readonly CodecSpec[],
): Plan {
  const offer = readOffer(offerSdp);
  const transport = readTransport(offer);
  const { codec, encoding, unfit } = chooseCodec(offer, settings, codecs);
  const { spec, payloadType } = codec;
  const applied: Applied = {
    codec: spec.name,
    payloadType,
    clockRate: spec.clockRate,
    channels: channelsOf(spec.name),
    ...encoding.applied,
    notes: [
      ...preferenceNotes(settings.audio.preferredCodec, spec.name, codecs, unfit),
      ...encoding.applied.notes,
    ],
  };
  return {
    listener: {
      offer: writeMinimalOffer(codec, transport),
      fingerprint: transport.fingerprint,
      payloadType,
      profile: encoding.profile,
    },
    applied,
    ...planSections(offer),
  };
}

function chooseCodec(offer: Offer, settings: NegotiationSettings, codecs: readonly CodecSpec[]): Choice {
  const unfit: string[] = [];
  for (const codec of commonCodecs(offer.audio, codecs, settings.audio.preferredCodec)) {
    const encoding = encode(offer, settings, codec);
    if ('profile' in encoding) return { codec, encoding, unfit };
    unfit.push(encoding.unfit);
  }
  if (unfit.length > 0) {
    throw new AppError('no-common-codec', `The offer's bandwidth is too small: ${unfit.join('; ')}.`);
  }
  const offered = offeredEncodings(offer.audio).join(', ') || 'no codec that has a name';
  const ours = codecs.map(({ encodingName, clockRate }) => `${encodingName}/${String(clockRate)}`).join(', ');
  throw new AppError('no-common-codec', `The offer has ${offered}; this server sends ${ours || 'none'}.`);
}

function encode(offer: Offer, settings: NegotiationSettings, codec: OfferedCodec): Encoding | Unfit {
  const wishes = readWishes(offer, codec);
  return codec.spec.name === 'opus'
    ? encodeOpus(settings.audio, settings.opus, wishes)
    : encodeFixedRate(codec.spec.name, settings.audio, wishes);
}

function preferenceNotes(
  asked: CodecName,
  applied: CodecName,
  codecs: readonly CodecSpec[],
  unfit: readonly string[],
): AppliedNote[] {
  if (asked === applied) return [];
  let reason = `The listener's offer does not have ${asked}.`;
  if (!codecs.some(({ name }) => name === asked)) reason = `This server cannot encode ${asked}.`;
  else if (unfit.length > 0) reason = `The offer's bandwidth is too small: ${unfit.join('; ')}.`;
  return [{ option: 'preferred-codec', asked, applied, reason }];
}
