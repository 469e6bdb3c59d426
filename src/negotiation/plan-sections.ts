import type { MediaSection } from './bundle.js';
import type { Offer } from './offer.js';
import type { OfferedSection, Plan } from './plan.js';

/** Printable ASCII: may be repeated in an answer as it is. */
const PRINTABLE = /^[ -~]{1,1000}$/;

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

function formatLinesOf({ section, line }: MediaSection): string[] {
  const format = firstFormat(line.formats);
  return ['rtpmap', 'fmtp'].flatMap((name) => {
    const value = section.attributes.get(name)?.find((each) => each.startsWith(`${format} `));
    return value !== undefined && PRINTABLE.test(value) ? [`a=${name}:${value}`] : [];
  });
}

/** A media line was only read if it has one. */
function firstFormat([format = '0']: readonly string[]): string {
  return format;
}
