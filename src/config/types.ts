/** The configuration as the rest of the program sees it: typed, validated, frozen. */

import type { CodecName } from '../api.js';

/** G.722 and G.711 have one bit rate (RFC 3551), bps. */
export const FIXED_BITRATE = 64_000;

export const playbackRates = [8000, 12000, 16000, 24000, 48000] as const;
export type PlaybackRate = (typeof playbackRates)[number];

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Scalar = string | number | boolean;

/** Values by the names of parameters. A text stands for any other kind of value too, as a command line has only texts. */
export type Parameters = Readonly<Record<string, Scalar>>;

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

/** What strangers may take of this machine. */
export interface Limits {
  listeners: number;
  /** Of one address, or one /64 network of IPv6. */
  listenersPerAddress: number;
  /** Listeners that are not connected yet. */
  pending: number;
  /** Seconds from offer to sound flowing, else the session is closed. */
  handshake: number;
  /** Seconds without a receiver report (RTCP) after which a connected listener is closed. */
  liveness: number;
  /** Per second, averaged over ten. */
  offers: number;
  offersPerAddress: number;
  /** Wrong tokens per minute and address. */
  tokenFailures: number;
  /** Per address. */
  eventStreams: number;
  connections: number;
  connectionsPerAddress: number;
  /** KiB. */
  body: number;
  /** Seconds. */
  headersTimeout: number;
  requestTimeout: number;
}

export interface Config {
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** On the whole network, for whoever has a token. */
    readonly lan: boolean;
    readonly https: boolean;
    /** Files in PEM, both or none. */
    readonly tlsCert: string;
    readonly tlsKey: string;
    /** Keeps tokens and certificate. */
    readonly stateFolder: string;
  };
  readonly access: {
    /** Each empty: as the token file has it. */
    readonly token: string;
    readonly operatorToken: string;
    /** Empty: no token is asked for. */
    readonly tokenFile: string;
    readonly insecureOpen: boolean;
    /** Names, separated by commas. */
    readonly allowedHosts: string;
    /** Origins, separated by commas. */
    readonly allowedOrigins: string;
  };
  readonly source: {
    /** Name of a file in pipelines/sources, or `auto`. */
    readonly name: string;
    /** Values for the source's parameters, not yet checked against what it has. */
    readonly parameters: Parameters;
    /** Index, name or id of a capture device; empty: the source's own default. */
    readonly inputDevice: string;
    readonly sineWave: boolean;
    /** Captures also while nobody listens. */
    readonly keepAlive: boolean;
  };
  readonly processing: {
    /** Names of files in pipelines/filters that are on from the start, separated by commas. */
    readonly filters: string;
    /** Values for their parameters by the filters' names, not yet checked against what they have. */
    readonly parameters: Readonly<Record<string, Parameters>>;
  };
  readonly audio: Readonly<AudioSettings>;
  readonly opus: Readonly<OpusSettings>;
  readonly engine: {
    /** A second engine process waits to take over. */
    readonly reserve: boolean;
  };
  readonly limits: Readonly<Limits>;
  readonly pipelines: { readonly folder: string };
  readonly log: { readonly level: LogLevel; readonly file: string };
}
