import type { MediaSection } from './bundle.js';
import type { Offer } from './offer.js';
import type { OfferedSection, Plan } from './plan.js';
import { readPayloadType, readRtpMaps } from './rtp-map.js';

/** Parameters between semicolons, of printable ASCII without blanks: these may be repeated in an answer. */
const PARAMETERS = /^[!-:<-~]{1,256}(?:; ?[!-:<-~]{1,256}){0,31};?$/;

/** The part of a plan that tells how the answer mirrors the offer. */
export function planSections({
  sections,
  audio,
  bundle,
}: Offer): Pick<Plan, 'sections' | 'audioSection' | 'bundle'> {
  const carrier = bundle?.parked ? bundle.tagged : audio;
  return {
    sections: sections.map(mirror),
    audioSection: audio.index,
    ...(bundle && { bundle: { transportSection: carrier.index, formatLines: formatLinesOf(carrier) } }),
  };
}

function mirror({ line, mid }: MediaSection): OfferedSection {
  return { media: line.media, protocol: line.protocol, format: firstFormat(line.formats), mid };
}

/** What the first format is, written anew; nothing where that is not said in a way we understand. */
function formatLinesOf({ section, line }: MediaSection): string[] {
  const format = firstFormat(line.formats);
  const map = readRtpMaps(section).get(readPayloadType(format) ?? -1);
  if (!map) return [];
  const { encoding, clockRate, channels } = map;
  const prefix = `${format} `;
  const parameters = section.attributes
    .get('fmtp')
    ?.find((value) => value.startsWith(prefix))
    ?.slice(prefix.length);
  return [
    `a=rtpmap:${format} ${encoding}/${String(clockRate)}${channels > 1 ? `/${String(channels)}` : ''}`,
    ...(parameters !== undefined && PARAMETERS.test(parameters) ? [`a=fmtp:${format} ${parameters}`] : []),
  ];
}

/** A media line was only read if it has one. */
function firstFormat([format = '0']: readonly string[]): string {
  return format;
}
