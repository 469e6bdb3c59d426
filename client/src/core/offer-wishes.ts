/**
 * Writes a listener's wishes into the browser's own offer. What an offer says in
 * `a=fmtp` is what its sender wants to receive, and binds the encoder at the other
 * end (RFC 7587 section 6.1). Only the fmtp line of the payload type mapped to
 * `opus/48000/2` is touched, so RED and multiopus stay.
 */

import type { CodecName } from '../../../src/api.js';

export interface Wishes {
  /** `auto` leaves the choice to the server. */
  codec: CodecName | 'auto';
  /** At most so much, bps; null leaves it to the server. */
  bitrate: number | null;
  /** Chromium and Safari decode Opus as mono unless their own description says `stereo=1`. */
  stereo: boolean;
  /** Speech quality in one channel for a metered or weak line. */
  lowData: boolean;
}

export const noWishes: Wishes = { codec: 'auto', bitrate: null, stereo: true, lowData: false };

/** bps; Opus is clear for speech and bearable for music here. */
const LOW_DATA_BITRATE = 24_000;
/** Hz; sound up to 12 kHz. */
const LOW_DATA_RATE = 24_000;

/** The parameters that stand for these wishes, in the order they are written. */
function opusParameters({ bitrate, stereo, lowData }: Wishes): [name: string, value: string][] {
  const limit = lowData ? Math.min(bitrate ?? LOW_DATA_BITRATE, LOW_DATA_BITRATE) : bitrate;
  return [
    ...(limit === null ? [] : ([['maxaveragebitrate', String(limit)]] as [string, string][])),
    ...(lowData
      ? ([
          ['maxplaybackrate', String(LOW_DATA_RATE)],
          ['usedtx', '1'],
        ] as [string, string][])
      : []),
    ['stereo', stereo && !lowData ? '1' : '0'],
  ];
}

/** The offer with these wishes in it. */
export function withWishes(sdp: string, wishes: Wishes): string {
  const wanted = opusParameters(wishes);
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=audio ') ? inSection(section, wanted) : section))
    .join('');
}

function inSection(section: string, wanted: [string, string][]): string {
  const rtpmap = /^a=rtpmap:(\d+) opus\/48000\/2[ \t]*(\r?\n|$)/im.exec(section);
  if (!rtpmap) return section;
  const [line, payloadType = '', lineEnd = ''] = rtpmap;
  const fmtp = new RegExp(`^(a=fmtp:${payloadType}[ \\t]+)([^\\r\\n]*)`, 'm');
  if (fmtp.test(section)) {
    return section.replace(
      fmtp,
      (_, start: string, parameters: string) => start + merged(parameters, wanted),
    );
  }
  const added = `a=fmtp:${payloadType} ${merged('', wanted)}`;
  return section.replace(line, () => (lineEnd ? `${line}${added}${lineEnd}` : `${line}\r\n${added}`));
}

function merged(parameters: string, wanted: [string, string][]): string {
  const replaced = new Set(wanted.map(([name]) => name));
  const others = parameters
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => {
      const name = parameter.split('=', 1)[0]?.trim().toLowerCase() ?? '';
      return parameter !== '' && !replaced.has(name);
    });
  return [...others, ...wanted.map((pair) => pair.join('='))].join(';');
}
