/** The configuration as the rest of the program sees it: typed, validated, frozen. */

import type { CodecName } from '../api.js';

/** G.722 and G.711 have one bit rate (RFC 3551), bps. */
export const FIXED_BITRATE = 64_000;

export const playbackRates = [8000, 12000, 16000, 24000, 48000] as const;
export type PlaybackRate = (typeof playbackRates)[number];

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface AudioSettings {
  preferredCodec: CodecName;
  /** bps, encoder's output without packet headers. */
  bitrate: number;
  /** Sound in one packet, ms. */
  ptime: number;
}

export interface OpusSettings {
  /** Upper limit of the bit rate, bps, 6000–510000 (RFC 7587 section 6.1); null: none. */
  maxAverageBitrate: number | null;
  /** Hz; no energy is sent above half of it. */
  maxPlaybackRate: PlaybackRate;
  cbr: boolean;
  useInbandFec: boolean;
  useDtx: boolean;
}

export interface Config {
  readonly server: { readonly host: string; readonly port: number };
  readonly source: {
    /** Name of a file in pipelines/sources, or `auto`. */
    readonly name: string;
    /** Index, name or id of a capture device; empty: the source's own default. */
    readonly inputDevice: string;
    readonly sineWave: boolean;
    /** Captures also while nobody listens. */
    readonly keepAlive: boolean;
  };
  readonly processing: {
    /** Names of files in pipelines/filters that are on from the start, separated by commas. */
    readonly filters: string;
  };
  readonly audio: Readonly<AudioSettings>;
  readonly opus: Readonly<OpusSettings>;
  readonly limits: {
    readonly listeners: number;
    /** Seconds from offer to sound flowing, else the session is closed. */
    readonly handshake: number;
    /** Seconds without a receiver report (RTCP) after which a connected listener is closed. */
    readonly liveness: number;
  };
  readonly pipelines: { readonly folder: string };
  readonly log: { readonly level: LogLevel; readonly file: string };
}
