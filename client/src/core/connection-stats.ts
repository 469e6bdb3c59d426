/** What a browser's statistics say of the sound that arrives (W3C webrtc-stats). */

/** Counters at one moment. */
export interface ConnectionSample {
  /** ms, of any clock that runs on. */
  at: number;
  packets: number;
  lost: number;
  /** With RTP, UDP and IPv4 headers. */
  bytes: number;
  /** s. */
  jitter: number;
  /** Samples times the seconds they waited in the jitter buffer; divided by `emitted` it is their mean delay. */
  bufferDelay: number;
  emitted: number;
  /** Samples invented to fill gaps, without the silence that DTX leaves. */
  concealed: number;
  samples: number;
  /** s, there and back; null while unknown. */
  roundTrip: number | null;
  codec: string | null;
  /** Kinds of the addresses at both ends and what is between them, as `host · udp · host`. */
  path: string | null;
}

/** What went on between two samples. */
export interface ConnectionFacts {
  /** bps on the wire. */
  bitrate: number;
  packetsPerSecond: number;
  /** Percent of what was sent. */
  loss: number;
  /** ms. */
  jitter: number;
  /** Mean delay in the jitter buffer, ms; null where nothing was played. */
  buffer: number | null;
  /** Percent of what was played. */
  concealed: number;
  /** ms; null while unknown. */
  roundTrip: number | null;
}

/** UDP and IPv4 headers, bytes. */
const DATAGRAM_HEADERS = 28;

type Entry = Record<string, unknown> & { type: string; id: string };
type Report = Pick<RTCStatsReport, 'forEach'>;

/** @returns null while no sound has arrived */
export function readSample(report: Report, at: number): ConnectionSample | null {
  const byId = new Map<string, Entry>();
  report.forEach((entry: Entry) => byId.set(entry.id, entry));
  const all = [...byId.values()];
  const inbound = all.find(({ type, kind }) => type === 'inbound-rtp' && (kind ?? 'audio') === 'audio');
  if (!inbound) return null;
  const pair = selectedPair(all, byId);
  const packets = number(inbound.packetsReceived);
  const codec = byId.get(text(inbound.codecId));
  return {
    at,
    packets,
    lost: number(inbound.packetsLost),
    bytes: number(inbound.bytesReceived) + headerBytes(inbound, packets) + packets * DATAGRAM_HEADERS,
    jitter: number(inbound.jitter),
    bufferDelay: number(inbound.jitterBufferDelay),
    emitted: number(inbound.jitterBufferEmittedCount),
    concealed: Math.max(0, number(inbound.concealedSamples) - number(inbound.silentConcealedSamples)),
    samples: number(inbound.totalSamplesReceived),
    roundTrip: typeof pair?.currentRoundTripTime === 'number' ? pair.currentRoundTripTime : null,
    codec: codec ? text(codec.mimeType).replace(/^audio\//, '') : null,
    path: pair ? pathOf(pair, byId) : null,
  };
}

export function between(before: ConnectionSample, now: ConnectionSample): ConnectionFacts {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const packets = now.packets - before.packets;
  const lost = Math.max(0, now.lost - before.lost);
  const emitted = now.emitted - before.emitted;
  const samples = now.samples - before.samples;
  return {
    bitrate: ((now.bytes - before.bytes) * 8) / seconds,
    packetsPerSecond: packets / seconds,
    loss: share(lost, lost + packets),
    jitter: now.jitter * 1000,
    buffer: emitted > 0 ? ((now.bufferDelay - before.bufferDelay) / emitted) * 1000 : null,
    concealed: Math.min(100, share(Math.max(0, now.concealed - before.concealed), samples)),
    roundTrip: now.roundTrip === null ? null : now.roundTrip * 1000,
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 100 : 0;
}

/** Firefox does not count them: RTP has 12 bytes, its SRTP tag 10. */
function headerBytes({ headerBytesReceived }: Entry, packets: number): number {
  return typeof headerBytesReceived === 'number' ? headerBytesReceived : packets * 22;
}

function selectedPair(all: Entry[], byId: Map<string, Entry>): Entry | undefined {
  const transport = all.find(({ type }) => type === 'transport');
  const selected = byId.get(text(transport?.selectedCandidatePairId));
  return (
    selected ??
    all.find(({ type, selected, nominated }) => type === 'candidate-pair' && (selected ?? nominated))
  );
}

function pathOf(pair: Entry, byId: Map<string, Entry>): string {
  const local = byId.get(text(pair.localCandidateId));
  const remote = byId.get(text(pair.remoteCandidateId));
  return [text(local?.candidateType), text(local?.protocol), text(remote?.candidateType)]
    .filter((part) => part !== '')
    .join(' · ');
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
