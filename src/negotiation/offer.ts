import { AppError } from '../errors.js';
import { bundleOf, isEnabled, type MediaSection, type OfferedBundle } from './bundle.js';
import { isDtlsSrtp, readMediaLine } from './media-line.js';
import { attribute, hasAttribute, invalid, type Level, readSdp, type SdpText } from './sdp-text.js';

/** A client's offer as far as it matters here: all sections to mirror, and the one that takes the sound. */
export interface Offer {
  session: Level;
  sections: MediaSection[];
  audio: MediaSection;
  bundle: OfferedBundle | undefined;
}

/** A token (RFC 8866) of a length that leaves the lines short. */
const TOKEN = /^[!#$%&'*+.\w^`{|}~-]{1,64}$/;

/**
 * Reads an offer and picks its first audio section that wants to receive.
 * @throws AppError `invalid-sdp`, `no-audio`, `wrong-direction`, `incomplete-offer` (not DTLS-SRTP)
 */
export function readOffer(text: string): Offer {
  const sdp = readSdp(text);
  const sections = readSections(sdp);
  const audio = pickAudio(sections, sdp.session);
  return { session: sdp.session, sections, audio, bundle: bundleOf(audio, sections, sdp.session) };
}

function readSections({ sections }: SdpText): MediaSection[] {
  const mids = sections.map((section) => attribute(section, 'mid'));
  const named = mids.filter((mid) => mid !== undefined);
  if (named.some((mid) => !TOKEN.test(mid))) throw invalid('an a=mid value is not a token');
  if (new Set(named).size < named.length) throw invalid('two sections have the same a=mid');
  return sections.map((section, index) => ({
    index,
    section,
    line: readMediaLine(section.line),
    mid: mids[index],
  }));
}

function pickAudio(sections: readonly MediaSection[], session: Level): MediaSection {
  const audio = sections.filter(({ line }) => line.media === 'audio');
  if (audio.length === 0) {
    throw new AppError('no-audio', 'The offer has no m=audio section. Add a recvonly audio transceiver.');
  }
  const enabled = audio.filter(isEnabled);
  if (enabled.length === 0) {
    throw new AppError('no-audio', 'Every audio section of the offer is disabled (port 0).');
  }
  const listening = enabled.filter(({ section }) =>
    /^(recvonly|sendrecv)$/.test(direction(section, session)),
  );
  if (listening.length === 0) {
    const directions = enabled.map(({ section }) => direction(section, session)).join(', ');
    throw new AppError(
      'wrong-direction',
      `The audio of the offer is ${directions}; only recvonly or sendrecv can be sent to.`,
    );
  }
  const secure = listening.find(({ line }) => isDtlsSrtp(line.protocol));
  if (secure) return secure;
  throw new AppError(
    'incomplete-offer',
    `The offer's audio is ${listening.map(({ line }) => line.protocol).join(', ')}. ` +
      'Sound is sent encrypted by DTLS only: offer UDP/TLS/RTP/SAVPF, as browsers do.',
  );
}

/** Own, else the session's, else RFC 8866's default. */
function direction(section: Level, session: Level): string {
  const directions = ['recvonly', 'sendrecv', 'sendonly', 'inactive'];
  const stated = (level: Level) => directions.find((name) => hasAttribute(level, name));
  return stated(section) ?? stated(session) ?? 'sendrecv';
}
