/**
 * What crosses the process boundary between server and engine: small JSON
 * messages over Node's IPC channel, SDP at the largest, never sound. Any program
 * that speaks this could take the engine's place.
 */

import type { CodecName, ListenerStats, SourceKind, SourceState } from '../api.js';

export type PropertyValue = string | number | boolean;

/** Properties to set on elements that a launch text names: element → property → value. */
export type ElementProperties = Record<string, Record<string, PropertyValue>>;

/** A source ready to run: a pipeline file's launch text plus properties, never spliced into it. */
export interface SourceSpec {
  name: string;
  title: string;
  kind: SourceKind;
  /** gst-launch text that ends in raw audio. */
  launch: string;
  properties: ElementProperties;
}

/** A filter of the processing chain, ready to run. */
export interface FilterSpec {
  name: string;
  /** gst-launch text from raw audio to raw audio. */
  launch: string;
  properties: ElementProperties;
}

/** Loudness of the sound behind the processing chain; per channel, left first. */
export interface Level {
  /** dBFS. */
  rms: number[];
  /** dBFS. */
  peak: number[];
}

/** What two seconds of a source, played unheard, showed. */
export interface SourceReport {
  /** The last one measured; null: no sound came. */
  level: Level | null;
  /** What it delivers before it is converted, as GStreamer writes caps. */
  caps: string | null;
  /** Delay that the source itself reports, ms. */
  latencyMs: number | null;
  /** From the start to the first sound, ms. */
  startMs: number | null;
  error: string | null;
}

/** How the engine builds one codec: from `pipelines/codecs/*.yaml`. */
export interface CodecSpec {
  name: CodecName;
  /** RTP encoding name as in `a=rtpmap`, upper case. */
  encodingName: string;
  /** RTP clock, Hz. */
  clockRate: number;
  /** gst-launch text from raw audio to encoded frames; the encoder is named `encoder`. */
  encode: string;
  /** gst-launch text of the payloader, named `payloader`. */
  payload: string;
  requires: string[];
}

/** Everything that makes one encode different from another; equal profiles share one encoder. */
export interface EncoderProfile {
  codec: CodecName;
  /** For the element named `encoder`. */
  encoder: Record<string, PropertyValue>;
  /** For the element named `payloader`; the payload type is not part of it. */
  payloader: Record<string, PropertyValue>;
}

/** One listener to open: everything webrtcbin needs, nothing a client wrote. */
export interface ListenerPlan {
  /** The minimal offer, written by us. */
  offer: string;
  /** Upper-case colon-separated SHA-256 of the certificate the listener must show (RFC 8122). */
  fingerprint: string;
  payloadType: number;
  profile: EncoderProfile;
}

/** Ties RTP timestamps to capture: sound captured at `at` has this timestamp, one second later `clockRate` more. */
export interface RtpOrigin {
  /** 32 bits, wrapping (RFC 3550 section 5.1). */
  timestamp: number;
  /** ms on the computer's monotonic clock, as `process.hrtime` and GStreamer's system clock have it. */
  at: number;
}

export interface Device {
  /** What a capture element takes as its `device`. */
  id: string;
  name: string;
  kind: 'system' | 'microphone';
  isDefault: boolean;
  channels: number;
}

/** Answer to `start`. */
export interface EngineInfo {
  /** [major, minor, micro] of GStreamer. */
  gstreamer: [number, number, number];
  /** Those of the asked-for elements that this machine lacks. */
  missingElements: string[];
}

/** Requests by method: what goes in and what comes back. */
export interface EngineMethods {
  /** Does once what takes time only the first time in a process, and leaves nothing running: for one in reserve. */
  prepare: { params: EngineMethods['start']['params']; result: null };
  start: {
    params: {
      codecs: CodecSpec[];
      elements: string[];
      /** Capture goes on while nobody listens. */
      keepAlive: boolean;
      /** Listeners without RTCP receiver reports for this long are closed, ms. */
      liveness: number;
      /** Spend 0.2–0.4 s before the answer so that the first listener need not. */
      warmUp: boolean;
    };
    result: EngineInfo;
  };
  setSource: { params: SourceSpec; result: null };
  /** Replaces the whole chain, crossing over without a gap; an empty one passes the sound on as it is. */
  setProcessing: { params: FilterSpec[]; result: null };
  /** Whether `level` events are wanted. */
  setMetering: { params: { on: boolean }; result: null };
  /** Plays sources unheard, all at once, and reports their levels by `probe` events until the next call; [] ends it. */
  probe: { params: SourceSpec[]; result: null };
  /** Plays one source unheard for two seconds. */
  inspect: { params: SourceSpec; result: SourceReport };
  devices: { params: null; result: Device[] };
  open: { params: { id: string; plan: ListenerPlan }; result: { sdp: string; origin: RtpOrigin } };
  close: { params: { id: string }; result: null };
  ping: { params: null; result: null };
  stop: { params: null; result: null };
}

export type EngineMethod = keyof EngineMethods;

/** Why the engine ended a listener by itself. */
export type ListenerEnd =
  | 'fingerprint-mismatch'
  | 'transport-failed'
  | 'transport-closed'
  | 'branch-failed'
  /** No RTCP receiver report came for too long. */
  | 'vanished';

/** What the engine says unasked. */
export interface EngineEventMap {
  source: { name: string; state: SourceState; reason?: string };
  /** A filter failed while it ran: it is out of the chain, the others go on. */
  filter: { name: string; reason: string };
  /** About 20 times a second while metering is on. */
  level: Level;
  /** Of one source under probe. */
  probe: { name: string } & Level;
  /** The machine's devices after one came, went or became the default. */
  devices: Device[];
  connected: { id: string };
  ended: { id: string; reason: ListenerEnd };
  /** Of all connected listeners, by id. */
  stats: Record<string, ListenerStats>;
  log: { level: 'error' | 'warn' | 'info' | 'debug'; message: string; listener?: string };
}

export type EngineEvent = keyof EngineEventMap;

/** Server → engine. */
export type RequestMessage = {
  [M in EngineMethod]: { request: number; method: M; params: EngineMethods[M]['params'] };
}[EngineMethod];

/** Engine → server. */
export type EngineMessage =
  | { reply: number; result: EngineMethods[EngineMethod]['result'] }
  | { reply: number; error: { message: string } }
  | { [E in EngineEvent]: { event: E; data: EngineEventMap[E] } }[EngineEvent];
