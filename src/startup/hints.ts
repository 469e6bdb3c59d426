import type { Config } from '../config/types.js';
import { LOW_BITRATE } from '../negotiation/opus-fec.js';

/** Settings that work, and that a person may want otherwise for what is played. A line each. */
export function hints({ audio, opus }: Config): string[] {
  const found: string[] = [];
  if (audio.preferredCodec !== 'opus') return found;
  if (opus.useDtx && !opus.cbr)
    found.push('silence is hardly sent (DTX); for music with quiet passages --no-opus-usedtx is better');
  if (opus.useInbandFec && audio.bitrate > LOW_BITRATE) {
    found.push('error correction is for speech; for nothing but music --no-opus-useinbandfec is better');
  }
  return found;
}
