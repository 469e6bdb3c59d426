import type { Level } from './sdp-text.js';

/** One `a=rtpmap` (RFC 8866 section 6.6), without its payload type. */
export interface RtpMap {
  encoding: string;
  clockRate: number;
  channels: number;
}

const PATTERN = /^(\d{1,3}) +([\w.-]{1,32})\/(\d{1,6})(?:\/(\d{1,2}))? *$/;

/** Payload types that need no `a=rtpmap` (RFC 3551 section 6). */
const STATIC: ReadonlyMap<number, RtpMap> = new Map([
  [0, { encoding: 'PCMU', clockRate: 8000, channels: 1 }],
  [8, { encoding: 'PCMA', clockRate: 8000, channels: 1 }],
  [9, { encoding: 'G722', clockRate: 8000, channels: 1 }],
]);

/** What each payload type of a section means; of several maps for one type the first counts, malformed ones do not. */
export function readRtpMaps(section: Level): ReadonlyMap<number, RtpMap> {
  const maps = new Map<number, RtpMap>();
  for (const value of section.attributes.get('rtpmap') ?? []) {
    const [, type, encoding, clockRate, channels] = PATTERN.exec(value) ?? [];
    const payloadType = readPayloadType(type);
    if (encoding === undefined || payloadType === undefined || maps.has(payloadType)) continue;
    maps.set(payloadType, { encoding, clockRate: Number(clockRate), channels: Number(channels ?? 1) });
  }
  for (const [payloadType, map] of STATIC) if (!maps.has(payloadType)) maps.set(payloadType, map);
  return maps;
}

/** A payload type that RTP can carry on a port shared with RTCP; undefined for anything else. */
export function readPayloadType(format: string | undefined): number | undefined {
  if (format === undefined || !/^(0|[1-9]\d{0,2})$/.test(format)) return undefined;
  const type = Number(format);
  return isUsable(type) ? type : undefined;
}

/** Types 64–95 would be mistaken for RTCP there (RFC 5761 section 4). */
function isUsable(type: number): boolean {
  return type < 64 || (type > 95 && type < 128);
}
