/** Every word the page shows. Another language is another file of this shape. */

import type { Applied, AppliedNote, CodecName, ListenerState, SourceStatus } from '../../../src/api.js';
import type { Channels } from '../core/channel-sense.js';
import type { Finding, Hold, RungName } from '../core/diagnosis.js';
import type { PlayerState } from '../core/player.js';
import type { Trouble } from '../core/trouble.js';
import { decimal, INAUDIBLE, signed } from './numbers.js';

/** What the page shows: the player's state, and `blocked` where the browser holds back the sound. */
export type PageState = PlayerState | 'blocked';

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
  'token-needed': 'This Earshot is private. Its operator can give you a token.',
  'wrong-token': 'That token does not open this Earshot.',
  disconnected: 'Whoever runs this Earshot has ended your listening. You may ask for it again.',
  'operator-needed': 'Only the operator of this Earshot may change this.',
  'too-many-offers': 'Too many tries came in a short time. It goes on by itself.',
  'too-many-from-address': 'Too many listeners come from this network address.',
  'too-many-handshakes': 'Many are joining at this moment. It goes on by itself.',
  'too-many-attempts': 'Too many wrong tokens came from here. Wait a minute before the next one.',
  'engine-unavailable': 'The audio engine is starting. The sound comes as soon as it is ready.',
  'engine-timeout': 'The audio engine took too long to answer.',
  'negotiation-failed': 'The audio engine could not set up the sound for this browser.',
  internal: 'Something went wrong inside Earshot. Its log says what.',
  'too-many-streams': 'Too many pages of Earshot are open at this network address.',
  'invalid-defaults': 'New listeners cannot be given this.',
  'too-many-listeners': 'All listening places are taken. Yours comes as soon as one is free.',
  'no-common-codec': 'This browser and Earshot have no audio codec in common.',
  'no-audio': 'The browser asked for no audio. Reload the page and try again.',
  'invalid-sdp': 'Earshot did not understand what this browser offered.',
  'cross-origin':
    'This page does not come from the Earshot it talks to. Open the address that Earshot printed.',
  'not-found': 'Earshot is not at this address. Check the address of this page.',
};

const rungs: Record<RungName, string> = {
  server: 'Earshot answers',
  access: 'You are let in',
  engine: 'The audio engine runs',
  source: 'The source delivers',
  level: 'It is sounding',
  session: 'You have joined',
  ice: 'A path through the network',
  dtls: 'It is encrypted',
  packets: 'Sound arrives here',
  decoded: 'It becomes sound again',
  element: 'This page plays it',
  output: 'The device puts it out',
};

const findings: Record<Finding, string> = {
  fine: '',
  unknown: 'not known yet',
  'level-unknown': 'not told by this server',
  'server-unreachable':
    'Earshot does not answer. Is it running, and is this device in the same network? A sleeping computer does not answer either.',
  'access-refused': 'The token is missing or wrong. Ask whoever runs this Earshot for the current address.',
  'engine-away': 'The audio engine is being restarted. Wait a moment; its log says why if it stays away.',
  'source-away':
    'The source delivers nothing. Whoever runs this Earshot can choose another one, or see in its log what is wrong.',
  'source-silent':
    'The computer plays silence at the moment. Start something there, and check that it is not muted and plays on the output that Earshot hears.',
  'not-wanted': 'You have stopped listening. Press Listen.',
  'not-joined': 'Earshot did not let this page join.',
  'no-path':
    'No path for the sound was found. A firewall, a VPN or a guest network may block UDP between this device and the computer.',
  'path-broken': 'The path was there and broke. Has the network changed? It is tried again by itself.',
  'not-secured':
    'The encrypted connection could not be set up. Something between here and the computer may be tampering; reload the page.',
  'no-packets':
    'Connected, but no sound arrives. The network may be losing it: come closer to the access point, or choose low data.',
  'decodes-silence':
    'Sound arrives but is silent when decoded. Stop and listen again; another codec under Sound may help.',
  'not-allowed': 'The browser wants a click before it plays sound. Press Listen.',
  paused: 'The sound was paused on this device, perhaps by a call or a headset. Press Listen.',
  muted: 'This page is muted. Unmute it beside the volume.',
  'volume-zero': 'The volume of this page is at zero. Turn it up.',
  'no-output': 'This device has no sound output that the browser can use. Plug in or switch on one.',
  'output-stands':
    'The sound output of this device does not run. Choose another output in the system settings, or plug it in again.',
};

const listenerStates: Record<ListenerState, string> = {
  negotiating: 'joining',
  connecting: 'connecting',
  connected: 'listening',
};

/** What new listeners get, by the options' names. */
const settings: Record<string, string> = {
  'preferred-codec': 'Codec, where the browser has it',
  'audio-bitrate': 'Bit rate of Opus, bit/s',
  'audio-ptime': 'Packet length, ms',
  'opus-maxaveragebitrate': 'Limit of that bit rate, bit/s (empty: none)',
  'opus-maxplaybackrate': 'Highest frequency',
  'opus-cbr': 'Constant bit rate',
  'opus-useinbandfec': 'Loss protection for speech (FEC)',
  'opus-usedtx': 'Pauses in silence (DTX)',
};

function yesNo(value: boolean): string {
  return value ? 'on' : 'off';
}

function setting(value: AppliedNote['asked']): string {
  return typeof value === 'boolean' ? yesNo(value) : String(value);
}

function bitrate(bps: number): string {
  return `${decimal(bps / 1000, 1)} kbit/s`;
}

function channels({ channels }: Applied, asksForStereo: boolean): string {
  if (channels === 1) return 'mono';
  return asksForStereo ? 'stereo' : 'played as mono';
}

function duration(seconds: number): string {
  const s = Math.floor(seconds) % 60;
  const m = Math.floor(seconds / 60) % 60;
  const h = Math.floor(seconds / 3600);
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export const en = {
  name: 'English',

  /** Texts of fixed places in the page, by the `data-text` of the element. */
  fixed: {
    'hear-this-computer': 'Hear this computer',
    language: 'Language',
    loudness: 'Loudness',
    'legend-here': 'heard here',
    'legend-server': 'sent by the computer',
    mute: 'Mute',
    unmute: 'Unmute',
    volume: 'Volume',
    'token-label': 'Token',
    'token-hint': 'It was in the address you were given, behind #token=.',
    'token-send': 'Open',
    why: 'Why can’t I hear it?',
    'why-intro':
      'Each step from the computer to your ear is checked. The first one that fails is the reason.',
    'check-again': 'Check now',
    sound: 'Sound',
    quality: 'Quality',
    codec: 'Codec',
    'codec-auto': 'Automatic',
    bitrate: 'Bit rate, at most',
    'bitrate-auto': 'As the server likes',
    stereo: 'Stereo',
    'low-data': 'Low data (speech quality, mono)',
    buffer: 'Delay',
    'buffer-lowest': 'Lowest',
    'buffer-balanced': 'Balanced',
    'buffer-safe': 'Safe',
    'buffer-hint': 'Lowest follows the computer closely; safe rides out a bad network.',
    'buffer-unsupported': 'This browser chooses the delay by itself.',
    balance: 'Balance',
    'left-right-check': 'Left/right check',
    'show-spectrum': 'Spectrum',
    'show-loudness': 'Loudness (LUFS)',
    applied: 'What you get',
    asked: 'You asked for',
    connection: 'Connection',
    'delay-parts': 'What the delay is made of',
    'delay-sender': 'computer',
    'delay-network': 'network',
    'delay-buffer': 'buffer',
    'delay-output': 'output',
    'delay-measured':
      'Measured from the capture to the loudspeaker; the computer’s part is what the others leave of it.',
    'delay-reckoned': 'The computer’s part is reckoned, the others are measured.',
    graph: 'The last two minutes',
    'graph-bitrate': 'kbit/s',
    'graph-delay': 'Delay, ms',
    'graph-loss': 'Loss, %',
    'copy-diagnostics': 'Copy diagnostics',
    computer: 'The computer',
    source: 'Source',
    'show-levels': 'Show the level of every input',
    'show-levels-hint':
      'As long as this is on, every input is opened to measure it, microphones as well. Nobody hears them.',
    device: 'Device',
    processing: 'Processing',
    listeners: 'Listeners',
    'nobody-listens': 'Nobody is listening.',
    disconnect: 'Disconnect',
    'operator-intro': 'What is changed here, everybody hears.',
    'new-listeners': 'For new listeners',
    'new-listeners-hint':
      'Whoever joins from now on gets this, as far as their browser allows. Those who listen keep what they have.',
    'keep-defaults':
      'It lasts until Earshot is restarted. To keep it, write it into the configuration file, or start Earshot with its options.',
    noscript: 'Earshot needs JavaScript to play sound. Please allow it for this page.',
    apply: 'Apply',
    playing: 'playing',
  } satisfies Record<string, string>,

  state: (state: PageState): string => states[state],
  action: (state: PageState): string => actions[state],
  left: { short: 'L', long: 'Left channel' },
  right: { short: 'R', long: 'Right channel' },
  hold: (hold: Hold): string => holds[hold],
  codec: (codec: CodecName): string => codecs[codec],
  rung: (name: RungName): string => rungs[name],
  finding: (finding: Finding): string => findings[finding],
  rungState: { fine: 'fine', broken: 'here it breaks', unknown: 'not known' },
  allFine:
    'Everything is fine up to this device’s sound output. Check the device’s own volume, its silent mode and where it plays.',
  checking: 'Checking…',
  computerSilent: 'The computer is silent at the moment.',

  /** What went wrong, in a sentence or two. */
  trouble: (trouble: Trouble): string => troubles[trouble.code] ?? `${trouble.title ?? 'Earshot refused'}.`,

  /** The server's own words on it, or how long this page now waits. */
  troubleDetail(trouble: Trouble, retryInMs: number | null): string {
    const again = Math.round((retryInMs ?? 0) / 1000);
    const retry = again >= 2 ? `Trying again within ${again} seconds.` : '';
    return [trouble.message, retry].filter((sentence) => sentence !== '').join(' ');
  },

  source({ title, state, reason }: SourceStatus): string {
    if (state === 'starting') return `${title} is starting.`;
    if (state !== 'waiting' && state !== 'failed') return '';
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
  wishCodecRefused: (asked: CodecName, applied: CodecName): [string, string] => [
    `Codec: asked ${codecs[asked]}, applied ${codecs[applied]}.`,
    'This Earshot or this browser does not have it.',
  ],
  wishBitrateLower: (asked: number, applied: number): [string, string] => [
    `Bit rate: asked ${bitrate(asked)}, applied ${bitrate(applied)}.`,
    'The server’s own setting is lower.',
  ],
  wishBitrateFixed: (asked: number, applied: number): [string, string] => [
    `Bit rate: asked ${bitrate(asked)}, applied ${bitrate(applied)}.`,
    'This codec knows only one bit rate.',
  ],
  wishStereoRefused: ['Stereo: asked on, applied off.', 'This codec has one channel.'] as [string, string],

  /** Names and values of how the connection does. */
  connection: {
    listening: 'Listening for',
    losses: 'Interruptions',
    codec: 'Codec',
    bitrate: 'On the wire',
    packets: 'Packets',
    loss: 'Loss',
    concealed: 'Filled gaps',
    jitter: 'Jitter',
    roundTrip: 'Round trip',
    delay: 'Delay',
    path: 'Path',
  },
  duration,
  bitrate,
  percent: (value: number): string => `${decimal(value, value < 10 ? 1 : 0)} %`,
  ms: (value: number): string => `${value.toFixed(0)} ms`,
  perSecond: (value: number): string => `${value.toFixed(0)} a second`,
  delayPart: (ms: number, name: string): string => `${ms.toFixed(0)} ms ${name}`,
  connectionSummary: (delay: number | null, loss: number): string =>
    [delay === null ? '' : `${delay.toFixed(0)} ms`, `${decimal(loss, loss < 10 ? 1 : 0)} % loss`]
      .filter((part) => part !== '')
      .join(' · '),
  unknown: '–',
  copied: 'Copied',
  copyFailed: 'Could not copy: select the text below.',

  badge: (channels: Channels, decodesStereo: boolean): string =>
    !decodesStereo
      ? 'mono'
      : channels === 'different'
        ? 'stereo'
        : channels === 'alike'
          ? 'stereo, both sides alike'
          : 'stereo',
  clipped: 'Clipped',
  checkSays: (side: 'left' | 'right'): string => (side === 'left' ? 'Left' : 'Right'),
  balanceValue: (balance: number): string =>
    balance === 0 ? 'centre' : `${Math.abs(Math.round(balance * 100))} % ${balance < 0 ? 'left' : 'right'}`,
  volumeValue: (volume: number): string => `${Math.round(volume * 100)} %`,
  lufs: (value: number | null): string =>
    value === null ? 'listening…' : `${signed(value, 1)} LUFS, mean of 3 s`,
  spectrum: 'Spectrum from 20 Hz to 20 kHz',

  listener: (state: ListenerState, codec: CodecName, seconds: number): string =>
    `${codecs[codec]} · ${listenerStates[state]} · ${duration(seconds)}`,
  listenerStats: (loss: number | null, roundTrip: number | null): string =>
    [
      loss === null ? '' : `${decimal(loss, 1)} % loss`,
      roundTrip === null ? '' : `${roundTrip.toFixed(0)} ms round trip`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  disconnectWhom: (id: string): string => `Disconnect listener ${id}`,
  listenerCount: (count: number): string => (count === 1 ? '1 listener' : `${count} listeners`),
  byDefault: 'Default',
  defaultDevice: (name: string | null): string => (name === null ? 'Default' : `Default (${name})`),
  levelOf: (name: string): string => `Level of ${name}`,
  settingName: (option: string): string | undefined => settings[option],
  settingValue: (option: string, value: unknown): string => {
    if (option === 'opus-maxplaybackrate') return `${Number(value) / 2000} kHz`;
    return codecs[value as CodecName] ?? String(value);
  },
  microphoneWarning: 'A microphone: everybody who listens hears the room.',

  tick: (dbfs: number): string => signed(dbfs, 0),
  level: (dbfs: number): string => (dbfs <= INAUDIBLE ? 'silent' : `${signed(dbfs, 1)} dBFS`),
  spokenLevel: (rms: number, peak: number, server: number | null): string => {
    const here = rms <= INAUDIBLE ? 'silent' : `${signed(rms, 0)} dBFS, peak ${signed(peak, 0)}`;
    if (server === null) return here;
    return `${here}; the computer sends ${server <= INAUDIBLE ? 'silence' : `${signed(server, 0)} dBFS`}`;
  },
};

export type Texts = typeof en;
export type FixedText = keyof typeof en.fixed;
