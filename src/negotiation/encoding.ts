import type { Applied } from '../api.js';
import type { EncoderProfile } from '../engine/protocol.js';

/** How one codec is set for one listener. */
export interface Encoding {
  profile: EncoderProfile;
  applied: Pick<Applied, 'bitrate' | 'ptime' | 'opus' | 'notes'>;
}

/** The offer's bandwidth cannot hold the codec. */
export interface Unfit {
  unfit: string;
}
