import type { CodecName } from '../api.js';
import type { CodecSpec } from '../engine/protocol.js';
import { type FormatParameters, readFormatParameters } from './fmtp.js';
import type { MediaSection } from './bundle.js';
import type { Level } from './sdp-text.js';

/** A codec of ours under the payload type and with the parameters of an offer. */
export interface OfferedCodec {
  spec: CodecSpec;
  payloadType: number;
  parameters: FormatParameters;
}

interface RtpMap {
  encoding: string;
  clockRate: number;
  channels: number;
}

/** Best first. */
const ORDER: readonly CodecName[] = ['opus', 'g722', 'pcmu', 'pcma'];

/** Payload types that need no `a=rtpmap` (RFC 3551 section 6). */
const STATIC: ReadonlyMap<number, RtpMap> = new Map([
  [0, { encoding: 'PCMU', clockRate: 8000, channels: 1 }],
  [8, { encoding: 'PCMA', clockRate: 8000, channels: 1 }],
  [9, { encoding: 'G722', clockRate: 8000, channels: 1 }],
]);

/** The codecs that an offer and we have in common: the preferred one first, then best first. */
export function commonCodecs(
  audio: MediaSection,
  available: readonly CodecSpec[],
  preferred: CodecName,
): OfferedCodec[] {
  const maps = readRtpMaps(audio.section);
  const payloadTypes = audio.line.formats.filter((format) => /^\d{1,3}$/.test(format)).map(Number);
  const usable = payloadTypes.filter(isUsablePayloadType);
  const common: OfferedCodec[] = [];
  for (const name of new Set([preferred, ...ORDER])) {
    const spec = available.find((each) => each.name === name);
    if (!spec) continue;
    const payloadType = usable.find((each) => isSame(maps.get(each) ?? STATIC.get(each), spec));
    if (payloadType === undefined) continue;
    common.push({ spec, payloadType, parameters: readParameters(audio.section, payloadType) });
  }
  return common;
}

/** Names of what an offer has, for telling a person. */
export function offeredEncodings(audio: MediaSection): string[] {
  const maps = readRtpMaps(audio.section);
  const names = audio.line.formats.flatMap((format) => {
    const map = maps.get(Number(format)) ?? STATIC.get(Number(format));
    return map ? [`${map.encoding}/${String(map.clockRate)}`] : [];
  });
  return [...new Set(names)];
}

/** Value of an `a=rtpmap` line after the payload type. Only Opus has two channels here (RFC 7587 section 7). */
export function rtpMapOf(codec: CodecName, clockRate: number): string {
  return codec === 'opus' ? `opus/${String(clockRate)}/2` : `${codec.toUpperCase()}/${String(clockRate)}`;
}

export function channelsOf(codec: CodecName): 1 | 2 {
  return codec === 'opus' ? 2 : 1;
}

/** Types 64–95 would be mistaken for RTCP on a shared port (RFC 5761 section 4). */
function isUsablePayloadType(type: number): boolean {
  return type < 64 || (type > 95 && type < 128);
}

function isSame(map: RtpMap | undefined, spec: CodecSpec): boolean {
  return (
    map?.encoding.toUpperCase() === spec.encodingName.toUpperCase() &&
    map.clockRate === spec.clockRate &&
    map.channels === channelsOf(spec.name)
  );
}

function readRtpMaps(section: Level): Map<number, RtpMap> {
  const maps = new Map<number, RtpMap>();
  for (const value of section.attributes.get('rtpmap') ?? []) {
    const [, type, encoding, clockRate, channels] =
      /^(\d{1,3}) +([\w.-]{1,32})\/(\d{1,6})(?:\/(\d{1,2}))? *$/.exec(value) ?? [];
    if (encoding === undefined || maps.has(Number(type))) continue;
    maps.set(Number(type), { encoding, clockRate: Number(clockRate), channels: Number(channels ?? 1) });
  }
  return maps;
}

function readParameters(section: Level, payloadType: number): FormatParameters {
  const prefix = `${String(payloadType)} `;
  const line = section.attributes.get('fmtp')?.find((value) => value.startsWith(prefix));
  return readFormatParameters(line?.slice(prefix.length) ?? '');
}
