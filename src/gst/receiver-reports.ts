import type { ListenerStats } from '../api.js';
import { type Structure, unwrap } from './gi.js';

/** What webrtcbin says about a stream that it sends. */
export interface StreamStats extends ListenerStats {
  /** Differs after each receiver report; empty while there was none. */
  report: string;
}

/**
 * Reads the reply of webrtcbin's `get-stats`: our own counters, and what the last RTCP receiver report
 * (RFC 3550 section 6.4.2) told. Plain fields only: a pointer read as a value would abort the process.
 */
export function readStats(reply: Structure, ssrc: number, clockRate: number): StreamStats {
  const sent = inner(reply, `rtp-outbound-stream-stats_${String(ssrc)}`);
  const remote = inner(reply, `rtp-remote-inbound-stream-stats_${String(ssrc)}`);
  const block = remote && inner(remote, 'gst-rtpsource-stats');
  const counters = {
    packetsSent: Number(sent?.getUint64('packets-sent')[1] ?? 0),
    bytesSent: Number(sent?.getUint64('bytes-sent')[1] ?? 0),
  };
  const [hasReport, highest] = block?.getUint('rb-exthighestseq') ?? [false, 0];
  if (!remote || !block || !hasReport) return { ...counters, report: '' };
  const [, jitter] = block.getUint('rb-jitter');
  const [hasRoundTrip, roundTrip] = remote.getDouble('round-trip-time');
  const times = ['rb-lsr', 'rb-dlsr'].map((field) => block.getUint(field)[1]);
  return {
    ...counters,
    packetsLost: Math.max(0, Number(remote.getInt64('packets-lost')[1])),
    fractionLost: rounded(remote.getDouble('fraction-lost')[1], 4),
    jitterMs: rounded((jitter / clockRate) * 1000, 1),
    // Zero: the report answered none of our sender reports yet.
    ...(hasRoundTrip && roundTrip > 0 ? { roundTripMs: rounded(roundTrip * 1000, 1) } : {}),
    report: [highest, jitter, ...times].join(' '),
  };
}

function inner(structure: Structure, field: string): Structure | null {
  const value = structure.getValue(field);
  return value && (unwrap(value) as Structure | null);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
