import { createHash } from 'node:crypto';
import type { Applied } from '../api.js';
import { AppError } from '../errors.js';
import { bandwidthLines } from './bandwidth.js';
import { channelsOf, rtpMapOf } from './codecs.js';
import type { OfferedSection, Plan } from './plan.js';

/** What the client's answer takes from the engine's; all the rest is written here. */
interface EngineTransport {
  iceUfrag: string;
  icePwd: string;
  fingerprint: string;
  setup: string;
  candidates: string[];
  /** Without it some receivers cannot tell whose packets these are. */
  ssrc: string | undefined;
}

/** Values allowed in the lines that are taken over: printable ASCII. */
const PRINTABLE = /^[ -~]{1,300}$/;

/**
 * The answer for the client: a section for each of its own in the same order (RFC 3264 section 6), all of them
 * rejected but the one that takes the sound, which is sent with the applied settings, and the one that carries
 * the transport, if the client bundles and made that another one.
 * @throws AppError `negotiation-failed` when the engine's answer lacks what is needed to reach it
 */
export function completeAnswer(plan: Plan, engineAnswer: string): string {
  const transport = readEngineAnswer(engineAnswer);
  const { sections, audioSection, bundle } = plan;
  const carrier = bundle?.transportSection ?? audioSection;
  const mids = [...new Set([carrier, audioSection])].flatMap((index) => sections[index]?.mid ?? []);
  const lines = [
    'v=0',
    `o=- ${sessionId(transport)} 1 IN IP4 127.0.0.1`,
    's=Earshot',
    't=0 0',
    ...(bundle ? [`a=group:BUNDLE ${mids.join(' ')}`] : []),
    'a=msid-semantic:WMS earshot',
    ...sections.flatMap((section, index) => [
      ...(index === audioSection
        ? sounding(section, plan.applied, transport.ssrc)
        : index === carrier
          ? parked(section, bundle?.formatLines ?? [])
          : rejected(section)),
      ...(index === carrier ? transportLines(transport) : []),
    ]),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function sounding(section: OfferedSection, applied: Applied, ssrc: string | undefined): string[] {
  const payloadType = String(applied.payloadType);
  return [
    `m=audio 9 ${section.protocol} ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    ...bandwidthLines(applied.bitrate, applied.ptime),
    ...midLine(section),
    'a=sendonly',
    'a=msid:earshot audio',
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} ${rtpMapOf(applied.codec, applied.clockRate)}`,
    ...opusParameters(applied).map((parameters) => `a=fmtp:${payloadType} ${parameters}`),
    `a=ptime:${String(applied.ptime)}`,
    ...(ssrc === undefined ? [] : [`a=ssrc:${ssrc} cname:earshot`]),
  ];
}

/** Neither sends nor receives, but lends its transport. */
function parked(section: OfferedSection, formatLines: readonly string[]): string[] {
  return [
    `m=${section.media} 9 ${section.protocol} ${section.format}`,
    'c=IN IP4 0.0.0.0',
    ...midLine(section),
    'a=inactive',
    'a=rtcp-mux',
    ...formatLines,
  ];
}

/** RFC 3264 section 6: port zero. */
function rejected(section: OfferedSection): string[] {
  return [
    `m=${section.media} 0 ${section.protocol} ${section.format}`,
    'c=IN IP4 0.0.0.0',
    ...midLine(section),
    'a=inactive',
  ];
}

function transportLines(transport: EngineTransport): string[] {
  return [
    `a=ice-ufrag:${transport.iceUfrag}`,
    `a=ice-pwd:${transport.icePwd}`,
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    ...transport.candidates.map((candidate) => `a=candidate:${candidate}`),
    'a=end-of-candidates',
  ];
}

function midLine({ mid }: OfferedSection): string[] {
  return mid === undefined ? [] : [`a=mid:${mid}`];
}

/**
 * In an answer these tell what we would like to receive (RFC 7587 section 7.1), which is nothing. They are
 * written all the same, so that the answer shows what the encoder really does.
 */
function opusParameters({ codec, bitrate, ptime, opus }: Applied): string[] {
  if (!opus) return [];
  const stereo = flag(channelsOf(codec) === 2);
  return [
    [
      `minptime=${String(Math.min(10, ptime))}`,
      `maxplaybackrate=${String(opus.maxPlaybackRate)}`,
      `maxaveragebitrate=${String(bitrate)}`,
      `stereo=${stereo}`,
      `sprop-stereo=${stereo}`,
      `cbr=${flag(opus.cbr)}`,
      `useinbandfec=${flag(opus.useInbandFec)}`,
      `usedtx=${flag(opus.useDtx)}`,
    ].join(';'),
  ];
}

function flag(on: boolean): string {
  return on ? '1' : '0';
}

function readEngineAnswer(text: string): EngineTransport {
  const lines = text.split(/\r?\n/).filter((line) => PRINTABLE.test(line));
  const all = (name: string) =>
    lines.filter((line) => line.startsWith(`a=${name}:`)).map((line) => line.slice(name.length + 3));
  const one = (name: string) => {
    const [value] = all(name);
    if (value === undefined) throw failed(`a=${name}`);
    return value;
  };
  if (!lines.some((line) => /^m=audio [1-9]/.test(line))) throw failed('an accepted audio section');
  return {
    iceUfrag: one('ice-ufrag'),
    icePwd: one('ice-pwd'),
    fingerprint: one('fingerprint'),
    setup: one('setup'),
    candidates: all('candidate'),
    ssrc: /^\d+/.exec(all('ssrc')[0] ?? '')?.[0],
  };
}

function failed(lack: string): AppError {
  return new AppError('negotiation-failed', `The audio engine's answer lacks ${lack}.`);
}

/** A number for the `o=` line that differs between sessions (RFC 9429 section 5.3.1), without asking for chance. */
function sessionId({ iceUfrag, fingerprint }: EngineTransport): string {
  const digest = createHash('sha256').update(`${iceUfrag} ${fingerprint}`).digest();
  return String(digest.readBigUInt64BE() >> 1n);
}
