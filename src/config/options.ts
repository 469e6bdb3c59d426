/** Every option there is: the one source of defaults, limits, environment names, help and README table. */

import { logLevels, playbackRates } from './types.js';

/** What a value may be. */
export type Format =
  | { type: 'integer'; minimum: number; maximum: number; unit?: string; nullable?: true }
  | { type: 'choice'; values: readonly (string | number)[]; unit?: string }
  | { type: 'boolean' }
  | { type: 'text'; placeholder: string; required?: true };

export interface Option {
  /** Path in the configuration file. */
  key: string;
  /** Name on the command line, without dashes. */
  name: string;
  format: Format;
  default: string | number | boolean | null;
  doc: string;
}

export const options: readonly Option[] = [
  {
    key: 'server.host',
    name: 'host',
    format: { type: 'text', placeholder: 'ADDRESS', required: true },
    default: '127.0.0.1',
    doc: 'Address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for the whole network.',
  },
  {
    key: 'server.port',
    name: 'port',
    format: { type: 'integer', minimum: 0, maximum: 65_535 },
    default: 8088,
    doc: 'TCP port of the page and the API; 0 takes a free one.',
  },
  {
    key: 'source.name',
    name: 'source',
    format: { type: 'text', placeholder: 'NAME', required: true },
    default: 'auto',
    doc: 'What to hear, by the name of a file in pipelines/sources. "auto" is the system sound where an audio server answers, else the test tone.',
  },
  {
    key: 'source.inputDevice',
    name: 'input-device',
    format: { type: 'text', placeholder: 'INDEX|NAME' },
    default: '',
    doc: 'Capture device, by its number in --list-devices or a part of its name.',
  },
  {
    key: 'source.sineWave',
    name: 'sine-wave',
    format: { type: 'boolean' },
    default: false,
    doc: 'Play the 440 Hz test tone instead of a capture: the same as --source test-tone.',
  },
  {
    key: 'source.keepAlive',
    name: 'source-keep-alive',
    format: { type: 'boolean' },
    default: false,
    doc: 'Capture also while nobody listens. Otherwise it ends 10 s after the last listener left, and with it the sign that the microphone is in use.',
  },
  {
    key: 'processing.filters',
    name: 'filters',
    format: { type: 'text', placeholder: 'NAME,…' },
    default: '',
    doc: 'Filters of pipelines/filters that are on from the start. PATCH /api/processing changes them while it runs.',
  },
  {
    key: 'audio.preferredCodec',
    name: 'preferred-codec',
    format: { type: 'choice', values: ['opus', 'pcmu', 'pcma', 'g722'] },
    default: 'opus',
    doc: 'Codec for every listener who offers it; the others get the first they offer of opus, g722, pcmu, pcma.',
  },
  {
    key: 'audio.bitrate',
    name: 'audio-bitrate',
    format: { type: 'integer', minimum: 6000, maximum: 510_000, unit: 'bps' },
    default: 96_000,
    doc: 'Bit rate of the Opus encoder. G.722 and G.711 always take 64000 bps and are left out below that.',
  },
  {
    key: 'audio.ptime',
    name: 'audio-ptime',
    format: { type: 'choice', values: [5, 10, 20, 40, 60], unit: 'ms' },
    default: 20,
    doc: 'Sound in one packet: less delays less, and costs more packet headers.',
  },
  {
    key: 'opus.maxAverageBitrate',
    name: 'opus-maxaveragebitrate',
    format: { type: 'integer', minimum: 6000, maximum: 510_000, unit: 'bps', nullable: true },
    default: null,
    doc: 'Upper limit of the Opus bit rate (RFC 7587).',
  },
  {
    key: 'opus.maxPlaybackRate',
    name: 'opus-maxplaybackrate',
    format: { type: 'choice', values: playbackRates, unit: 'Hz' },
    default: 48_000,
    doc: 'Nothing above half of this frequency is sent.',
  },
  {
    key: 'opus.cbr',
    name: 'opus-cbr',
    format: { type: 'boolean' },
    default: false,
    doc: 'Constant bit rate instead of constrained variable.',
  },
  {
    key: 'opus.useInbandFec',
    name: 'opus-useinbandfec',
    format: { type: 'boolean' },
    default: true,
    doc: 'Forward error correction, where Opus can: at speech bit rates. At music bit rates it has none, and the answer says so.',
  },
  {
    key: 'opus.useDtx',
    name: 'opus-usedtx',
    format: { type: 'boolean' },
    default: true,
    doc: 'Send next to nothing while it is silent. For quiet music --no-opus-usedtx is better.',
  },
  {
    key: 'limits.listeners',
    name: 'max-listeners',
    format: { type: 'integer', minimum: 1, maximum: 1000 },
    default: 32,
    doc: 'Listeners at the same time.',
  },
  {
    key: 'limits.handshake',
    name: 'handshake-timeout',
    format: { type: 'integer', minimum: 1, maximum: 120, unit: 's' },
    default: 10,
    doc: 'Time from an answered offer to a standing connection.',
  },
  {
    key: 'limits.liveness',
    name: 'liveness-timeout',
    format: { type: 'integer', minimum: 15, maximum: 600, unit: 's' },
    default: 30,
    doc: 'A listener who vanished without a word (lid closed, network gone) is ended at the latest after this.',
  },
  {
    key: 'pipelines.folder',
    name: 'pipelines',
    format: { type: 'text', placeholder: 'FOLDER' },
    default: '',
    doc: 'Folder with sources/*.yaml, codecs/*.yaml and filters/*.yaml; empty: the one that comes with Earshot.',
  },
  {
    key: 'log.level',
    name: 'log-level',
    format: { type: 'choice', values: logLevels },
    default: 'info',
    doc: 'How much to log.',
  },
  {
    key: 'log.file',
    name: 'log-file',
    format: { type: 'text', placeholder: 'FILE' },
    default: 'app.log',
    doc: 'File that keeps the log as JSON lines, rotated at 5 MB; empty: none.',
  },
];

/** The environment variable of an option. */
export function environmentName({ name }: Option): string {
  return `EARSHOT_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** What a format allows, in words. */
export function allowed(format: Format): string {
  switch (format.type) {
    case 'integer':
      return `a whole number from ${format.minimum} to ${format.maximum}${unitOf(format)}${format.nullable ? ', or empty for none' : ''}`;
    case 'choice':
      return `one of ${format.values.join(', ')}${unitOf(format)}`;
    case 'boolean':
      return 'true or false';
    case 'text':
      return format.required ? 'a text that is not empty' : 'a text';
  }
}

function unitOf({ unit }: { unit?: string }): string {
  return unit === undefined ? '' : ` ${unit}`;
}
