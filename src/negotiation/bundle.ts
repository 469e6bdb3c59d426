import { isDtlsSrtp, type MediaLine } from './media-line.js';
import { hasAttribute, type Level, type Section } from './sdp-text.js';

/** One section of an offer, read as far as it decides about others. */
export interface MediaSection {
  index: number;
  section: Section;
  line: MediaLine;
  mid: string | undefined;
}

/** The BUNDLE group (RFC 9143) of an offer's audio section. */
export interface OfferedBundle {
  /** The section whose transport all of the group use: the offerer-tagged one. */
  tagged: MediaSection;
  /** It is not the audio section, but cannot be rejected without taking the transport away from the audio. */
  parked: boolean;
}

export function isEnabled({ section, line }: MediaSection): boolean {
  return line.port !== 0 || hasAttribute(section, 'bundle-only');
}

/** The group that the audio section is in, if any. */
export function bundleOf(
  audio: MediaSection,
  all: readonly MediaSection[],
  session: Level,
): OfferedBundle | undefined {
  const groups = (session.attributes.get('group') ?? []).map((group) => group.trim().split(/ +/));
  const [, ...mids] =
    groups.find(([kind, ...members]) => kind === 'BUNDLE' && members.includes(audio.mid ?? '')) ?? [];
  if (mids.length === 0) return undefined;
  const members = mids.flatMap((mid) => all.find((each) => each.mid === mid) ?? []);
  const tagged = members.find(isEnabled) ?? audio;
  // A data channel cannot stay without SCTP, which the engine does not speak.
  return { tagged, parked: tagged !== audio && isDtlsSrtp(tagged.line.protocol) };
}
