import type { CodecName } from '../api.js';
import type { CodecSpec } from '../engine/protocol.js';
import { type FormatParameters, readFormatParameters } from './fmtp.js';
import type { MediaSection } from './bundle.js';
import { readPayloadType, readRtpMaps, type RtpMap } from './rtp-map.js';
import type { Level } from './sdp-text.js';

/** A codec of ours under the payload type and with the parameters of an offer. */
export interface OfferedCodec {
  spec: CodecSpec;
  payloadType: number;
  parameters: FormatParameters;
}

/** Best first. */
const ORDER: readonly CodecName[] = ['opus', 'g722', 'pcmu', 'pcma'];

/** The codecs that an offer and we have in common: the preferred one first, then best first. */
export function commonCodecs(
  audio: MediaSection,
  available: readonly CodecSpec[],
  preferred: CodecName,
): OfferedCodec[] {
  const maps = readRtpMaps(audio.section);
  const payloadTypes = audio.line.formats.flatMap((format) => readPayloadType(format) ?? []);
  const common: OfferedCodec[] = [];
  for (const name of new Set([preferred, ...ORDER])) {
    const spec = available.find((each) => each.name === name);
    if (!spec) continue;
    const payloadType = payloadTypes.find((each) => isSame(maps.get(each), spec));
    if (payloadType === undefined) continue;
    common.push({ spec, payloadType, parameters: readParameters(audio.section, payloadType) });
  }
  return common;
}

/** Names of what an offer has, for telling a person: at most ten. */
export function offeredEncodings(audio: MediaSection): string[] {
  const maps = readRtpMaps(audio.section);
  const names = audio.line.formats.flatMap((format) => {
    const map = maps.get(readPayloadType(format) ?? -1);
    return map ? [`${map.encoding}/${String(map.clockRate)}`] : [];
  });
  return [...new Set(names)].slice(0, 10);
}

/** Value of an `a=rtpmap` line after the payload type. Only Opus has two channels here (RFC 7587 section 7). */
export function rtpMapOf(codec: CodecName, clockRate: number): string {
  return codec === 'opus' ? `opus/${String(clockRate)}/2` : `${codec.toUpperCase()}/${String(clockRate)}`;
}

export function channelsOf(codec: CodecName): 1 | 2 {
  return codec === 'opus' ? 2 : 1;
}

function isSame(map: RtpMap | undefined, spec: CodecSpec): boolean {
  return (
    map?.encoding.toUpperCase() === spec.encodingName.toUpperCase() &&
    map.clockRate === spec.clockRate &&
    map.channels === channelsOf(spec.name)
  );
}

function readParameters(section: Level, payloadType: number): FormatParameters {
  const prefix = `${String(payloadType)} `;
  const line = section.attributes.get('fmtp')?.find((value) => value.startsWith(prefix));
  return readFormatParameters(line?.slice(prefix.length) ?? '');
}
