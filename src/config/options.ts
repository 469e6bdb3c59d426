/** Every option there is: the one source of defaults, limits, environment names, help and README table. */

import { logLevels, playbackRates } from './types.js';
import type { Value } from './values.js';

/** What a value may be. */
export type Format =
  | { type: 'integer'; minimum: number; maximum: number; unit?: string; nullable?: true }
  | { type: 'choice'; values: readonly (string | number)[]; unit?: string }
  | { type: 'boolean' }
  | { type: 'text'; placeholder: string; required?: true }
  /** Values by name; of which kind each is, is known only with what they are for. */
  | { type: 'parameters'; of: 'source' | 'filters' };

export interface Option {
  /** Path in the configuration file. */
  key: string;
  /** Name on the command line, without dashes. */
  name: string;
  format: Format;
  default: Value;
  doc: string;
}

export const options: readonly Option[] = [
  {
    key: 'server.host',
    name: 'host',
    format: { type: 'text', placeholder: 'ADDRESS', required: true },
    default: '127.0.0.1',
    doc: 'Address to listen on: 127.0.0.1 for this machine only. Any other needs --lan, a token or --insecure-open.',
  },
  {
    key: 'server.port',
    name: 'port',
    format: { type: 'integer', minimum: 0, maximum: 65_535 },
    default: 8088,
    doc: 'TCP port of the page and the API; 0 takes a free one.',
  },
  {
    key: 'server.lan',
    name: 'lan',
    format: { type: 'boolean' },
    default: false,
    doc: 'Listen on the whole network (IPv4), for whoever has a token: one to listen and one to steer are made at the first start and printed.',
  },
  {
    key: 'server.https',
    name: 'https',
    format: { type: 'boolean' },
    default: false,
    doc: 'HTTPS with a certificate made and kept here, whose fingerprint is printed. Plain HTTP on the same port is redirected.',
  },
  {
    key: 'server.tlsCert',
    name: 'tls-cert',
    format: { type: 'text', placeholder: 'FILE' },
    default: '',
    doc: 'HTTPS with this certificate (PEM, with its chain), read again when it changes. Needs --tls-key.',
  },
  {
    key: 'server.tlsKey',
    name: 'tls-key',
    format: { type: 'text', placeholder: 'FILE' },
    default: '',
    doc: 'Private key (PEM) of --tls-cert.',
  },
  {
    key: 'server.stateFolder',
    name: 'state-folder',
    format: { type: 'text', placeholder: 'FOLDER' },
    default: '',
    doc: 'Where tokens and the certificate are kept; empty: earshot in $XDG_STATE_HOME, else ~/.local/state, on Windows in %LOCALAPPDATA%.',
  },
  {
    key: 'access.token',
    name: 'token',
    format: { type: 'text', placeholder: 'TOKEN' },
    default: '',
    doc: 'What listening asks for, at least 8 characters. Other users of this machine see command lines: prefer the variable or --token-file.',
  },
  {
    key: 'access.operatorToken',
    name: 'operator-token',
    format: { type: 'text', placeholder: 'TOKEN' },
    default: '',
    doc: 'What changing sources and processing asks for; it lets listen as well.',
  },
  {
    key: 'access.tokenFile',
    name: 'token-file',
    format: { type: 'text', placeholder: 'FILE' },
    default: '',
    doc: 'YAML file with "listen" and "operator", made when it is missing; empty: tokens.yaml in the state folder, where tokens are used at all.',
  },
  {
    key: 'access.insecureOpen',
    name: 'insecure-open',
    format: { type: 'boolean' },
    default: false,
    doc: 'Allow --host to be reached from the network without any token: everybody there can then listen.',
  },
  {
    key: 'access.allowedHosts',
    name: 'allowed-hosts',
    format: { type: 'text', placeholder: 'NAME,…' },
    default: '',
    doc: 'Further names under which this server is called, as behind a proxy. Addresses, localhost and the names of this host always are.',
  },
  {
    key: 'access.allowedOrigins',
    name: 'allowed-origins',
    format: { type: 'text', placeholder: 'ORIGIN,…' },
    default: '',
    doc: 'Websites whose pages may use the API and embed the player, such as https://radio.example. Otherwise no other website may.',
  },
  {
    key: 'source.name',
    name: 'source',
    format: { type: 'text', placeholder: 'NAME', required: true },
    default: 'auto',
    doc: 'What to hear, by the name of a file in pipelines/sources. "auto" is the system sound where an audio server answers, else the test tone.',
  },
  {
    key: 'source.parameters',
    name: 'source-params',
    format: { type: 'parameters', of: 'source' },
    default: {},
    doc: 'Values for the parameters of the source, such as location=/home/me/song.ogg for --source file. GET /api/sources lists them.',
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
    key: 'processing.parameters',
    name: 'filter-params',
    format: { type: 'parameters', of: 'filters' },
    default: {},
    doc: 'Values for the parameters of filters, such as gain.factor=0.5,limiter.threshold=0.7. GET /api/processing lists them.',
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
    key: 'engine.reserve',
    name: 'engine-reserve',
    format: { type: 'boolean' },
    default: true,
    doc: 'Keep a second engine process ready, which takes over at once when the first one dies. It takes 30 MB of memory.',
  },
  {
    key: 'limits.listeners',
    name: 'max-listeners',
    format: { type: 'integer', minimum: 1, maximum: 1000, nullable: true },
    default: null,
    doc: 'Listeners at the same time; empty: 32 for each processor core, a tenth of what it can do.',
  },
  {
    key: 'limits.listenersPerAddress',
    name: 'max-listeners-per-address',
    format: { type: 'integer', minimum: 1, maximum: 1000 },
    default: 16,
    doc: 'Of these from one address (IPv6: one /64 network). A proxy counts as one: raise it there.',
  },
  {
    key: 'limits.pending',
    name: 'max-pending',
    format: { type: 'integer', minimum: 1, maximum: 1000 },
    default: 32,
    doc: 'Listeners at the same time who are not connected yet.',
  },
  {
    key: 'limits.handshake',
    name: 'handshake-timeout',
    format: { type: 'integer', minimum: 1, maximum: 120, unit: 's' },
    default: 10,
    doc: 'Time from an answered offer to a standing connection.',
  },
  {
    key: 'limits.offers',
    name: 'max-offers',
    format: { type: 'integer', minimum: 1, maximum: 10_000 },
    default: 40,
    doc: 'Offers per second from everybody together, averaged over ten seconds.',
  },
  {
    key: 'limits.offersPerAddress',
    name: 'max-offers-per-address',
    format: { type: 'integer', minimum: 1, maximum: 10_000 },
    default: 10,
    doc: 'Offers per second from one address, averaged over ten seconds.',
  },
  {
    key: 'limits.tokenFailures',
    name: 'max-token-failures',
    format: { type: 'integer', minimum: 1, maximum: 1000 },
    default: 10,
    doc: 'Wrong tokens per minute from one address; then it has to wait.',
  },
  {
    key: 'limits.eventStreams',
    name: 'max-event-streams',
    format: { type: 'integer', minimum: 1, maximum: 1000 },
    default: 8,
    doc: 'Event streams open at the same time from one address.',
  },
  {
    key: 'limits.connections',
    name: 'max-connections',
    format: { type: 'integer', minimum: 1, maximum: 65_535 },
    default: 1024,
    doc: 'TCP connections at the same time.',
  },
  {
    key: 'limits.connectionsPerAddress',
    name: 'max-connections-per-address',
    format: { type: 'integer', minimum: 1, maximum: 65_535 },
    default: 128,
    doc: 'TCP connections at the same time from one address.',
  },
  {
    key: 'limits.body',
    name: 'max-body',
    format: { type: 'integer', minimum: 4, maximum: 64, unit: 'KiB' },
    default: 64,
    doc: 'Size of a request body. An offer of a browser has about 5 KiB.',
  },
  {
    key: 'limits.headersTimeout',
    name: 'headers-timeout',
    format: { type: 'integer', minimum: 1, maximum: 120, unit: 's' },
    default: 10,
    doc: 'Time for the head of a request, and for a TLS handshake.',
  },
  {
    key: 'limits.requestTimeout',
    name: 'request-timeout',
    format: { type: 'integer', minimum: 1, maximum: 300, unit: 's' },
    default: 15,
    doc: 'Time for a whole request with its body.',
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
    case 'parameters':
      return `${usageOf(format)} with letters, digits and _ in names, or a mapping of names to values in a file`;
  }
}

/** How parameters are written on the command line. */
export function usageOf({ of }: Extract<Format, { type: 'parameters' }>): string {
  return of === 'filters' ? 'FILTER.NAME=VALUE,…' : 'NAME=VALUE,…';
}

function unitOf({ unit }: { unit?: string }): string {
  return unit === undefined ? '' : ` ${unit}`;
}
