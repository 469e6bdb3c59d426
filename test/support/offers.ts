import { readdirSync, readFileSync } from 'node:fs';
import type { CodecName } from '../../src/api.js';
import type { AudioSettings, OpusSettings } from '../../src/config/types.js';
import type { CodecSpec } from '../../src/engine/protocol.js';
import { AppError } from '../../src/errors.js';
import { negotiate } from '../../src/negotiation/negotiate.js';
import type { Plan } from '../../src/negotiation/plan.js';

const folder = new URL('../fixtures/offers/', import.meta.url);

/** Where each offer is: `recorded` from browsers by scripts/record-offers.mjs, `odd` ones written by hand. */
const files = new Map(
  ['recorded', 'odd'].flatMap((kind) =>
    readdirSync(new URL(`${kind}/`, folder)).map((file) => [
      file.replace(/\.sdp$/, ''),
      new URL(`${kind}/${file}`, folder),
    ]),
  ),
);

export const offerNames = [...files.keys()];

/** @param name as in test/fixtures/offers, without folder and ending */
export function offerFile(name: string): string {
  const file = files.get(name);
  if (!file) throw new Error(`there is no offer called ${name}`);
  return readFileSync(file, 'utf8');
}

/** The certificate of every offer that was not recorded. */
export const fingerprint =
  '6F:1A:0C:9B:52:E4:77:D3:08:BF:61:2A:C5:94:3E:F0:1D:88:A7:46:5B:D2:39:EC:70:13:9F:B4:2C:65:8E:01';

export interface OfferParts {
  /** Formats of the m= line. */
  formats?: string;
  codecs?: string[];
  /** More lines of the audio section. */
  audio?: string[];
  /** More lines of the session. */
  session?: string[];
}

export const opusMap = 'a=rtpmap:111 opus/48000/2';

/** A sound offer with one audio section, Opus unless told otherwise. */
export function anOffer({
  formats = '111',
  codecs = [opusMap],
  audio = [],
  session = [],
}: OfferParts): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    ...session,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${formats}`,
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    'a=ice-ufrag:Zk3v',
    'a=ice-pwd:s8Qm2LdT+0wXc/YbR5hNfE7a',
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    ...codecs,
    ...audio,
    '',
  ].join('\r\n');
}

/** An offer of Opus with these format parameters and further lines. */
export function anOpusOffer(parameters: string, parts: OfferParts = {}): string {
  return anOffer({ codecs: [opusMap, `a=fmtp:111 ${parameters}`], ...parts });
}

function spec(name: CodecName, clockRate: number): CodecSpec {
  return { name, encodingName: name.toUpperCase(), clockRate, encode: '', payload: '', requires: [] };
}

export const allCodecs = [spec('pcma', 8000), spec('pcmu', 8000), spec('g722', 8000), spec('opus', 48000)];

export interface SettingsChange {
  audio?: Partial<AudioSettings>;
  opus?: Partial<OpusSettings>;
}

/** Negotiates with the defaults of the configuration, changed as told. */
export function plan(
  offer: string,
  change: SettingsChange = {},
  codecs: readonly CodecSpec[] = allCodecs,
): Plan {
  return negotiate(
    offer,
    {
      audio: { preferredCodec: 'opus', bitrate: 96_000, ptime: 20, ...change.audio },
      opus: {
        maxAverageBitrate: null,
        maxPlaybackRate: 48000,
        cbr: false,
        useInbandFec: true,
        useDtx: true,
        ...change.opus,
      },
    },
    codecs,
  );
}

export function isAccepted(offer: string): boolean {
  try {
    return Boolean(plan(offer));
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** The error that an offer is refused with; fails if it is accepted or something else is thrown. */
export function refusal(offer: string, change: SettingsChange = {}, codecs = allCodecs): AppError {
  try {
    plan(offer, change, codecs);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the offer was accepted');
}
