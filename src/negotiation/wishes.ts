import { type Bandwidth, readBandwidth } from './bandwidth.js';
import type { OfferedCodec } from './codecs.js';
import { type FormatParameters, numberParameter } from './fmtp.js';
import type { Offer } from './offer.js';
import { type PacketWish, readPacketWish } from './ptime.js';

/** What a listener's offer says about the sound it wants to get in one codec. It binds us, the sender (RFC 3264). */
export interface Wishes {
  parameters: FormatParameters;
  /** Of the section and of the session; both hold. */
  bandwidths: Bandwidth[];
  packets: PacketWish;
}

export function readWishes({ session, audio }: Offer, { parameters }: OfferedCodec): Wishes {
  return {
    parameters,
    bandwidths: [audio.section, session].map((level) => readBandwidth(level.bandwidths)),
    packets: readPacketWish(audio.section, numberParameter(parameters, 'minptime')),
  };
}
