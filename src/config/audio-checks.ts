import { type Config, FIXED_BITRATE } from './types.js';

/** What cannot hold together among the settings of the sound. */
export function audioContradictions({ audio }: Pick<Config, 'audio'>): string[] {
  if (audio.preferredCodec === 'opus' || audio.bitrate >= FIXED_BITRATE) return [];
  return [
    `--preferred-codec ${audio.preferredCodec} always takes ${FIXED_BITRATE} bps, and --audio-bitrate allows ${audio.bitrate}: raise it or choose opus`,
  ];
}
