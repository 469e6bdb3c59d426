/** Wire types of the HTTP interface, shared (as types only) with client/. */

export type CodecName = 'opus' | 'g722' | 'pcmu' | 'pcma';

/** `POST /offer` takes this as JSON. */
export interface OfferRequest {
  sdp: string;
  type: 'offer';
}

/** What `POST /offer` answers with status 200. */
export interface OfferAnswer {
  sdp: string;
  type: 'answer';
  /** Secret of this session: whoever has it can end it by `DELETE /offer/{id}`. */
  id: string;
  applied: Applied;
  captured: CaptureMoment;
}

/**
 * When sound was captured: what has this RTP timestamp was captured at `at`, and each second after it has
 * `clockRate` more (RFC 3550 section 5.1). With the time of `GET /api/clock`, the age of what is heard can be told.
 */
export interface CaptureMoment {
  /** 32 bits, wrapping. */
  timestamp: number;
  /** ms on the clock of `GET /api/clock`; may be negative. */
  at: number;
}

/** `GET /api/clock`. */
export interface ServerClock {
  /** When it was answered: ms since this server started, on a clock that nobody sets. */
  now: number;
}

/** The settings a listener is really sent with. */
export interface Applied {
  codec: CodecName;
  /** RTP payload type, taken from the offer. */
  payloadType: number;
  /** RTP clock, Hz (RFC 3551: 8000 for G.722 although it samples at 16000). */
  clockRate: number;
  channels: 1 | 2;
  /** Encoder's bit rate without packet headers, bps. */
  bitrate: number;
  /** Sound in one packet, ms. */
  ptime: number;
  /** Only with codec `opus`. */
  opus?: AppliedOpus;
  /** Every setting that differs from what was asked for, or acts differently than one would think. */
  notes: AppliedNote[];
}

export interface AppliedOpus {
  /** No energy above half of this, Hz. */
  maxPlaybackRate: number;
  /** Constant bit rate; else constrained variable. */
  cbr: boolean;
  useInbandFec: boolean;
  /** Loss the encoder prepares for, percent. */
  packetLossPercentage: number;
  useDtx: boolean;
}

export interface AppliedNote {
  /** The option as it is called on the command line, without dashes. */
  option: string;
  asked: string | number | boolean;
  applied: string | number | boolean;
  reason: string;
}

export type SourceKind = 'system' | 'microphone' | 'application' | 'test' | 'file' | 'network';
/**
 * `running` with sound, `silent` while it delivers nothing but silence; `waiting`: it does not deliver and is
 * tried again; `failed`: it cannot be used as it is; `idle`: nobody listens, so nothing is captured.
 */
export type SourceState = 'starting' | 'running' | 'silent' | 'waiting' | 'failed' | 'idle';

export interface SourceStatus {
  name: string;
  title: string;
  kind: SourceKind;
  state: SourceState;
  /** What each of its parameters is set to; only where it has any. */
  parameters?: Record<string, ParameterValue>;
  /** Why it is not running, in words. */
  reason?: string;
}

/** `broken`: it died too often, and the next try is after a pause. */
export type EngineState = 'starting' | 'ready' | 'restarting' | 'broken' | 'stopped';
export type ListenerState = 'negotiating' | 'connecting' | 'connected';

/** `GET /api/status`. */
export interface Status {
  version: string;
  source: SourceStatus;
  processing: FilterStatus[];
  encoders: EncoderStatus[];
  listeners: ListenerStatus[];
  engine: EngineStatus;
}

export interface EncoderStatus {
  codec: CodecName;
  applied: Pick<Applied, 'bitrate' | 'channels' | 'ptime' | 'opus'>;
  listeners: number;
}

export interface ListenerStatus {
  /** Public name of the session, safe to log; not the secret of `POST /offer`. */
  id: string;
  codec: CodecName;
  /** ISO 8601. */
  since: string;
  state: ListenerState;
  applied: Applied;
  /** Renewed every few seconds, from some seconds after it connected. */
  stats?: ListenerStats;
}

/** How a listener's connection does; what is optional is there from its first RTCP receiver report on (RFC 3550). */
export interface ListenerStats {
  packetsSent: number;
  /** RTP payload, without headers. */
  bytesSent: number;
  /** Since it connected. */
  packetsLost?: number;
  /** Share of the packets since the report before, 0 to 1. */
  fractionLost?: number;
  jitterMs?: number;
  roundTripMs?: number;
}

export interface EngineStatus {
  state: EngineState;
  /** Process id of the engine, null while there is none. */
  pid: number | null;
  restarts: number;
  /** Why it is away and when it is tried again, in words; only while it is. */
  reason?: string;
}

type ParameterValue = string | number | boolean;

/** A value that may be chosen for a source or filter. */
export interface ListedParameter {
  name: string;
  type: 'string' | 'number' | 'integer' | 'boolean';
  description: string;
  default: ParameterValue;
  minimum?: number;
  maximum?: number;
  /** Nothing else is allowed. */
  enum?: ParameterValue[];
}

/** `GET /api/sources`. */
export interface SourceList {
  sources: ListedSource[];
  devices: ListedDevice[];
  /** Why there is no device and what to do; only when there is none. */
  noDevices?: string;
}

export interface ListedSource {
  name: string;
  title: string;
  description: string;
  kind: SourceKind;
  /** Whether it is the one that plays. */
  active: boolean;
  /** When it was listed; the status has that of the active one as it changes. `failed`: see `problem`. */
  state: SourceState;
  parameters: ListedParameter[];
  /** Why it cannot be used here, in words. */
  problem?: string;
}

export interface ListedDevice {
  /** As `--input-device` takes it. */
  index: number;
  id: string;
  name: string;
  kind: 'system' | 'microphone';
  channels: number;
  isDefault: boolean;
  active: boolean;
  /** When it was listed: `idle` where another one plays. */
  state: SourceState;
}

/** `PUT /api/source` takes this, and answers with SourceStatus. */
export interface SourceRequest {
  name: string;
  parameters?: Record<string, ParameterValue>;
}

/** `failed`: it is wished for, and was left out of the chain when it failed while it ran. */
export type FilterState = 'on' | 'off' | 'failed';

/** One filter of the processing chain. */
export interface FilterStatus {
  name: string;
  title: string;
  /** Whether it is wished for. */
  enabled: boolean;
  state: FilterState;
  parameters: (ListedParameter & { value: ParameterValue })[];
  /** Why it cannot be used here, or why it failed, in words. */
  problem?: string;
}

/** `PATCH /api/processing` takes this (by filter name), and answers with FilterStatus[]. */
export type ProcessingRequest = Record<
  string,
  { enabled?: boolean; parameters?: Record<string, ParameterValue> }
>;

/** One setting of what new listeners get; `GET /api/defaults` lists them. */
export interface ListedDefault extends Omit<ListedParameter, 'default'> {
  /** The option as it is called on the command line, without dashes. */
  name: string;
  /** Of the option, not of this start. */
  default: ParameterValue | null;
  /** In force for whoever joins now. */
  value: ParameterValue | null;
  /** Null is allowed, and means none. */
  nullable?: true;
}

/** `PATCH /api/defaults` takes this, by the names of the settings, and answers with ListedDefault[]. */
export type DefaultsRequest = Record<string, ParameterValue | null>;

/** Server-sent events of `GET /api/events`, by their `event:` name. */
export interface EventData {
  /** At once on connecting, and whenever something of it changed. */
  status: Status;
  /** dBFS per channel behind the processing, left first; about 20 a second. */
  level: { rms: number[]; peak: number[] };
  /** Devices or sources came, went or changed. */
  sources: SourceList;
}

/** Event `levels` of `GET /api/sources/levels`: peaks in dBFS, of what could be measured. */
export interface SourceLevels {
  /** By name of the source. */
  sources: Record<string, number>;
  /** By id of the device. */
  devices: Record<string, number>;
}

/** What somebody may do; an operator may do all that a listener may. */
export type Role = 'listen' | 'operator';

/** `GET /api/access`. */
export interface AccessInfo {
  role: Role;
  /** Whether a token was asked for; without one, the role comes from where the request does. */
  tokenNeeded: boolean;
}

/** `application/problem+json`, RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
}
