/**
 * `b=AS` and `b=TIAS`, as browsers read and write them (RFC 9429 section 5.9, RFC 3890): TIAS is bps without
 * packet headers; AS is kbps with them and with 5 % for RTCP.
 */

import { positiveInteger } from './fmtp.js';

/** IPv4, UDP and RTP headers of one packet, bits. */
const HEADER_BITS = 40 * 8;
/** What is left of a kilobit when RTCP has had its 5 %, bits. */
const KILOBIT_WITHOUT_RTCP = 950;

/** The limits one level of an offer sets on what we send. */
export interface Bandwidth {
  /** kbps */
  as?: number;
  /** bps */
  tias?: number;
}

export interface BandwidthLimit {
  /** What is left for the encoder, bps; may be less than nothing. */
  bitrate: number;
  /** The line that says so. */
  line: string;
}

/** Reads the values of `b=` lines; unknown kinds and malformed numbers count as absent. */
export function readBandwidth(lines: readonly string[]): Bandwidth {
  const bandwidth: Bandwidth = {};
  for (const line of lines) {
    const [kind, value] = line.split(':', 2);
    const number = positiveInteger(value?.trim());
    if (number === undefined) continue;
    if (kind === 'AS') bandwidth.as ??= number;
    if (kind === 'TIAS') bandwidth.tias ??= number;
  }
  return bandwidth;
}

/** The lowest limit of several levels for packets of `ptime` ms; within a level TIAS outranks AS. */
export function bandwidthLimit(levels: readonly Bandwidth[], ptime: number): BandwidthLimit | undefined {
  let lowest: BandwidthLimit | undefined;
  for (const { as, tias } of levels) {
    let limit: BandwidthLimit;
    if (tias !== undefined) limit = { bitrate: tias, line: `b=TIAS:${String(tias)}` };
    else if (as !== undefined) limit = { bitrate: bitrateWithin(as, ptime), line: `b=AS:${String(as)}` };
    else continue;
    if (!lowest || limit.bitrate < lowest.bitrate) lowest = limit;
  }
  return lowest;
}

/** The `b=` lines for a stream of `bitrate` bps in packets of `ptime` ms. */
export function bandwidthLines(bitrate: number, ptime: number): string[] {
  const kilobits = (bitrate + headerRate(ptime)) / KILOBIT_WITHOUT_RTCP;
  return [`b=AS:${String(Math.ceil(kilobits))}`, `b=TIAS:${String(bitrate)}`];
}

function bitrateWithin(as: number, ptime: number): number {
  return Math.floor(as * KILOBIT_WITHOUT_RTCP - headerRate(ptime));
}

function headerRate(ptime: number): number {
  return (1000 / ptime) * HEADER_BITS;
}
