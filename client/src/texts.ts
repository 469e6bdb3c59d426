/** Every word the scripts show, in one place. */

import type { Applied, AppliedNote, CodecName, SourceStatus } from '../../src/api.js';
import type { PlayerState } from './player.js';
import type { Hold } from './speaker.js';
import type { Trouble } from './trouble.js';

/** What the page shows: the player's state, and `blocked` where the browser holds back the sound. */
export type PageState = PlayerState | 'blocked';

/** dBFS; below this nobody hears anything, whatever the volume. */
const INAUDIBLE = -90;

const states: Record<PageState, string> = {
  idle: 'Stopped',
  connecting: 'Connecting…',
  playing: 'Playing',
  blocked: 'Ready to play',
  reconnecting: 'Reconnecting…',
  failed: 'Not playing',
};

const actions: Record<PageState, string> = {
  idle: 'Listen',
  connecting: 'Stop',
  playing: 'Stop',
  blocked: 'Listen',
  reconnecting: 'Stop',
  failed: 'Try again',
};

const holds: Record<Hold, string> = {
  refused: 'The browser wants a click before it plays sound: press Listen.',
  paused: 'The sound was paused on this device. Press Listen to go on.',
};

const codecs: Record<CodecName, string> = {
  opus: 'Opus',
  g722: 'G.722',
  pcmu: 'G.711 µ-law',
  pcma: 'G.711 A-law',
};

/** By code: of the server's table of errors, or of this page's own troubles. */
const troubles: Record<string, string> = {
  // This page's own
  unreachable:
    'Earshot cannot be reached. Check that it is still running and that this device is on the same network.',
  'no-reply': 'Earshot takes too long to answer. The computer or the network may be busy.',
  'bad-answer':
    'The answer made no sense to this page. Reload the page; if that does not help, Earshot may have been updated.',
  'no-transport':
    'Earshot answered, but no path for the sound could be opened. A firewall or VPN may be blocking UDP between this device and the computer.',
  'transport-failed': 'The connection that carries the sound broke.',
  stalled: 'The sound stopped arriving.',
  'engine-restarted': 'The audio engine was restarted.',
  'session-ended': 'Earshot has ended this session.',
  'no-webrtc':
    'This browser offers no WebRTC, which carries the sound. It may be switched off by a setting or an extension.',
  refused: 'Earshot refused to play here.',
  unexpected: 'Something unexpected happened in this page.',

  // The server's
  'engine-unavailable': 'The audio engine is starting. The sound comes as soon as it is ready.',
  'engine-timeout': 'The audio engine took too long to answer.',
  'negotiation-failed': 'The audio engine could not set up the sound for this browser.',
  internal: 'Something went wrong inside Earshot. Its log says what.',
  'too-many-listeners': 'All listening places are taken. Yours comes as soon as one is free.',
  'no-common-codec': 'This browser and Earshot have no audio codec in common.',
  'no-audio': 'The browser asked for no audio. Reload the page and try again.',
  'invalid-sdp': 'Earshot did not understand what this browser offered.',
  'cross-origin':
    'This page does not come from the Earshot it talks to. Open the address that Earshot printed.',
  'not-found': 'Earshot is not at this address. Check the address of this page.',
};

/** A typographic minus, and no minus before a zero. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function yesNo(value: boolean): string {
  return value ? 'on' : 'off';
}

function setting(value: AppliedNote['asked']): string {
  return typeof value === 'boolean' ? yesNo(value) : String(value);
}

function bitrate(bps: number): string {
  return `${Math.round(bps / 100) / 10} kbit/s`;
}

function channels({ channels }: Applied, asksForStereo: boolean): string {
  if (channels === 1) return 'mono';
  return asksForStereo ? 'stereo' : 'played as mono by this browser';
}

export const texts = {
  state: (state: PageState): string => states[state],
  action: (state: PageState): string => actions[state],
  left: { short: 'L', long: 'Left channel' },
  right: { short: 'R', long: 'Right channel' },
  hold: (hold: Hold): string => holds[hold],

  /** What went wrong, in a sentence or two. */
  trouble: (trouble: Trouble): string => troubles[trouble.code] ?? `${trouble.title ?? 'Earshot refused'}.`,

  /** The server's own words on it, or how long this page now waits. */
  troubleDetail(trouble: Trouble, retryInMs: number | null): string {
    const again = Math.round((retryInMs ?? 0) / 1000);
    const retry = again >= 2 ? `Trying again within ${again} seconds.` : '';
    return [trouble.message, retry].filter((sentence) => sentence !== '').join(' ');
  },

  source({ title, state, reason }: SourceStatus): string {
    if (state === 'running') return '';
    if (state === 'starting') return `${title} is starting.`;
    const trouble = state === 'waiting' ? 'gives no sound yet' : 'has failed';
    return `${title} ${trouble}${reason === undefined ? '.' : `: ${reason}`}`;
  },

  documentTitle: (source: string): string => `${source} · Earshot`,
  version: (version: string): string => `Earshot ${version}`,

  /** One line on what is being received. */
  applied: (applied: Applied, asksForStereo: boolean): string =>
    [codecs[applied.codec], bitrate(applied.bitrate), channels(applied, asksForStereo)].join(' · '),

  /** Names and values of everything that was applied. */
  facts(applied: Applied, asksForStereo: boolean): [name: string, value: string][] {
    const { opus } = applied;
    const facts: [string, string][] = [
      ['Codec', codecs[applied.codec]],
      ['Bit rate', `${bitrate(applied.bitrate)}${opus ? (opus.cbr ? ', constant' : ', variable') : ''}`],
      ['Channels', channels(applied, asksForStereo)],
      ['Packet length', `${applied.ptime} ms`],
    ];
    if (opus) {
      facts.push(
        ['Highest frequency', `${opus.maxPlaybackRate / 2000} kHz`],
        ['Loss protection (FEC)', opus.useInbandFec ? `on, for ${opus.packetLossPercentage} % loss` : 'off'],
        ['Pauses in silence (DTX)', yesNo(opus.useDtx)],
      );
    }
    return facts;
  },

  note: ({ option, asked, applied }: AppliedNote): string =>
    asked === applied
      ? `${option}: ${setting(applied)}.`
      : `${option}: asked ${setting(asked)}, applied ${setting(applied)}.`,

  tick: (dbfs: number): string => signed(dbfs, 0),
  level: (dbfs: number): string => (dbfs <= INAUDIBLE ? 'silent' : `${signed(dbfs, 1)} dBFS`),
  spokenLevel: (rms: number, peak: number): string =>
    rms <= INAUDIBLE ? 'silent' : `${signed(rms, 0)} dBFS, peak ${signed(peak, 0)}`,
};
