/** Every word the page shows, in German. */

import type { AppliedNote, CodecName, ListenerState } from '../../../src/api.js';
import type { Finding, Hold, RungName } from '../core/diagnosis.js';
import { en, type PageState, type Texts } from './en.js';
import { decimal, INAUDIBLE, signed } from './numbers.js';

const states: Record<PageState, string> = {
  idle: 'Angehalten',
  connecting: 'Verbindet …',
  playing: 'Spielt',
  blocked: 'Bereit',
  reconnecting: 'Verbindet neu …',
  failed: 'Spielt nicht',
};

const actions: Record<PageState, string> = {
  idle: 'Hören',
  connecting: 'Stopp',
  playing: 'Stopp',
  blocked: 'Hören',
  reconnecting: 'Stopp',
  failed: 'Noch einmal',
};

const holds: Record<Hold, string> = {
  refused: 'Der Browser will einen Klick, bevor er Ton abspielt: Drücken Sie auf Hören.',
  paused: 'Der Ton wurde auf diesem Gerät angehalten. Mit Hören geht es weiter.',
};

const troubles: Record<string, string> = {
  unreachable: 'Earshot ist nicht zu erreichen. Läuft es noch, und ist dieses Gerät im selben Netz?',
  'no-reply': 'Earshot antwortet zu langsam. Der Rechner oder das Netz ist wohl beschäftigt.',
  'bad-answer':
    'Mit der Antwort kann diese Seite nichts anfangen. Laden Sie sie neu; vielleicht wurde Earshot aktualisiert.',
  'no-transport':
    'Earshot hat geantwortet, aber für den Ton fand sich kein Weg. Eine Firewall oder ein VPN sperrt vielleicht UDP zwischen diesem Gerät und dem Rechner.',
  'transport-failed': 'Die Verbindung, über die der Ton kommt, ist abgebrochen.',
  stalled: 'Es kam kein Ton mehr an.',
  'engine-restarted': 'Die Tonmaschine wurde neu gestartet.',
  'session-ended': 'Earshot hat diese Sitzung beendet.',
  'no-webrtc':
    'Dieser Browser bietet kein WebRTC, über das der Ton kommt. Vielleicht schaltet es eine Einstellung oder Erweiterung ab.',
  refused: 'Earshot spielt hier nicht.',
  unexpected: 'In dieser Seite ist etwas Unerwartetes geschehen.',
  'token-needed': 'Dieses Earshot ist privat. Wer es betreibt, kann Ihnen einen Schlüssel geben.',
  'wrong-token': 'Dieser Schlüssel passt hier nicht.',
  disconnected: 'Wer dieses Earshot betreibt, hat Ihr Zuhören beendet. Sie dürfen es wieder anfragen.',
  'operator-needed': 'Das darf nur, wer dieses Earshot betreibt.',
  'too-many-offers': 'Es kamen zu viele Versuche in kurzer Zeit. Es geht von selbst weiter.',
  'too-many-from-address': 'Von dieser Netzadresse hören schon zu viele zu.',
  'too-many-handshakes': 'Gerade kommen viele dazu. Es geht von selbst weiter.',
  'too-many-attempts': 'Von hier kamen zu viele falsche Schlüssel. Warten Sie eine Minute.',
  'engine-unavailable': 'Die Tonmaschine startet. Der Ton kommt, sobald sie bereit ist.',
  'engine-timeout': 'Die Tonmaschine hat zu lange nicht geantwortet.',
  'negotiation-failed': 'Die Tonmaschine konnte den Ton für diesen Browser nicht einrichten.',
  internal: 'In Earshot ist etwas schiefgegangen. Sein Protokoll sagt, was.',
  'too-many-streams': 'Unter dieser Netzadresse sind zu viele Seiten von Earshot offen.',
  'invalid-defaults': 'Das können neue Hörer nicht bekommen.',
  'too-many-listeners': 'Alle Plätze sind besetzt. Ihrer kommt, sobald einer frei wird.',
  'no-common-codec': 'Dieser Browser und Earshot haben keinen gemeinsamen Codec.',
  'no-audio': 'Der Browser hat keinen Ton angefragt. Laden Sie die Seite neu.',
  'invalid-sdp': 'Earshot hat das Angebot dieses Browsers nicht verstanden.',
  'cross-origin':
    'Diese Seite kommt nicht von dem Earshot, mit dem sie spricht. Öffnen Sie die Adresse, die Earshot ausgegeben hat.',
  'not-found': 'Unter dieser Adresse ist kein Earshot. Prüfen Sie die Adresse der Seite.',
};

const rungs: Record<RungName, string> = {
  server: 'Earshot antwortet',
  access: 'Sie werden eingelassen',
  engine: 'Die Tonmaschine läuft',
  source: 'Die Quelle liefert',
  level: 'Es klingt etwas',
  session: 'Sie sind verbunden',
  ice: 'Ein Weg durch das Netz',
  dtls: 'Er ist verschlüsselt',
  packets: 'Der Ton kommt hier an',
  decoded: 'Er wird wieder zu Klang',
  element: 'Diese Seite spielt ihn',
  output: 'Das Gerät gibt ihn aus',
};

const findings: Record<Finding, string> = {
  fine: '',
  unknown: 'noch nicht bekannt',
  'level-unknown': 'sagt dieser Server nicht',
  'server-unreachable':
    'Earshot antwortet nicht. Läuft es, und ist dieses Gerät im selben Netz? Auch ein schlafender Rechner antwortet nicht.',
  'access-refused':
    'Der Schlüssel fehlt oder ist falsch. Fragen Sie, wer dieses Earshot betreibt, nach der jetzigen Adresse.',
  'engine-away':
    'Die Tonmaschine wird neu gestartet. Einen Augenblick; bleibt sie weg, sagt ihr Protokoll, warum.',
  'source-away':
    'Die Quelle liefert nichts. Wer dieses Earshot betreibt, kann eine andere wählen oder im Protokoll nachsehen.',
  'source-silent':
    'Der Rechner spielt im Augenblick Stille. Starten Sie dort etwas, und prüfen Sie, ob er stumm ist und über den Ausgang spielt, den Earshot hört.',
  'not-wanted': 'Sie haben angehalten. Drücken Sie auf Hören.',
  'not-joined': 'Earshot hat diese Seite nicht teilnehmen lassen.',
  'no-path':
    'Für den Ton fand sich kein Weg. Eine Firewall, ein VPN oder ein Gastnetz sperrt vielleicht UDP zwischen diesem Gerät und dem Rechner.',
  'path-broken':
    'Der Weg war da und ist abgebrochen. Hat sich das Netz geändert? Es wird von selbst neu versucht.',
  'not-secured':
    'Die verschlüsselte Verbindung kam nicht zustande. Vielleicht greift unterwegs etwas ein; laden Sie die Seite neu.',
  'no-packets':
    'Verbunden, aber es kommt kein Ton an. Vielleicht verliert ihn das Netz: Gehen Sie näher an den Funkpunkt, oder wählen Sie wenig Daten.',
  'decodes-silence':
    'Es kommt Ton an, aber entschlüsselt ist er still. Halten Sie an und hören Sie neu; vielleicht hilft unter Klang ein anderer Codec.',
  'not-allowed': 'Der Browser will einen Klick, bevor er Ton abspielt. Drücken Sie auf Hören.',
  paused:
    'Der Ton wurde auf diesem Gerät angehalten, vielleicht von einem Anruf oder Kopfhörer. Drücken Sie auf Hören.',
  muted: 'Diese Seite ist stumm. Neben der Lautstärke wird sie wieder laut.',
  'volume-zero': 'Die Lautstärke dieser Seite steht auf null. Drehen Sie sie auf.',
  'no-output': 'Dieses Gerät hat keinen Tonausgang, den der Browser nutzen kann. Schließen Sie einen an.',
  'output-stands':
    'Der Tonausgang dieses Geräts läuft nicht. Wählen Sie in den Systemeinstellungen einen anderen, oder stecken Sie ihn neu ein.',
};

const listenerStates: Record<ListenerState, string> = {
  negotiating: 'kommt dazu',
  connecting: 'verbindet',
  connected: 'hört zu',
};

const settings: Record<string, string> = {
  'preferred-codec': 'Codec, wo der Browser ihn hat',
  'audio-bitrate': 'Bitrate von Opus, bit/s',
  'audio-ptime': 'Paketlänge, ms',
  'opus-maxaveragebitrate': 'Grenze dieser Bitrate, bit/s (leer: keine)',
  'opus-maxplaybackrate': 'Höchste Frequenz',
  'opus-cbr': 'Feste Bitrate',
  'opus-useinbandfec': 'Verlustschutz für Sprache (FEC)',
  'opus-usedtx': 'Pausen in Stille (DTX)',
};

function yesNo(value: boolean): string {
  return value ? 'an' : 'aus';
}

function setting(value: AppliedNote['asked']): string {
  return typeof value === 'boolean' ? yesNo(value) : String(value);
}

const { bitrate, codec, duration } = en;

export const de: Texts = {
  ...en,
  name: 'Deutsch',

  fixed: {
    'hear-this-computer': 'Diesen Rechner hören',
    language: 'Sprache',
    loudness: 'Pegel',
    'legend-here': 'hier gehört',
    'legend-server': 'vom Rechner gesendet',
    mute: 'Stumm schalten',
    unmute: 'Ton an',
    volume: 'Lautstärke',
    'token-label': 'Schlüssel',
    'token-hint': 'Er stand in der Adresse, die Sie bekommen haben, hinter #token=.',
    'token-send': 'Öffnen',
    why: 'Warum höre ich nichts?',
    'why-intro':
      'Jeder Schritt vom Rechner bis zu Ihrem Ohr wird geprüft. Der erste, der fehlschlägt, ist der Grund.',
    'check-again': 'Jetzt prüfen',
    sound: 'Klang',
    quality: 'Qualität',
    codec: 'Codec',
    'codec-auto': 'Automatisch',
    bitrate: 'Bitrate, höchstens',
    'bitrate-auto': 'Wie der Server es mag',
    stereo: 'Stereo',
    'low-data': 'Wenig Daten (Sprachqualität, mono)',
    buffer: 'Verzögerung',
    'buffer-lowest': 'Kürzest',
    'buffer-balanced': 'Ausgewogen',
    'buffer-safe': 'Sicher',
    'buffer-hint': 'Kürzest folgt dem Rechner dicht; sicher übersteht ein schlechtes Netz.',
    'buffer-unsupported': 'Dieser Browser wählt die Verzögerung selbst.',
    balance: 'Balance',
    'left-right-check': 'Links/rechts prüfen',
    'show-spectrum': 'Spektrum',
    'show-loudness': 'Lautheit (LUFS)',
    applied: 'Was Sie bekommen',
    asked: 'Ihr Wunsch',
    connection: 'Verbindung',
    'delay-parts': 'Woraus die Verzögerung besteht',
    'delay-sender': 'Rechner',
    'delay-network': 'Netz',
    'delay-buffer': 'Puffer',
    'delay-output': 'Ausgabe',
    'delay-measured':
      'Gemessen von der Aufnahme bis zum Lautsprecher; der Anteil des Rechners ist, was die anderen davon übrig lassen.',
    'delay-reckoned': 'Der Anteil des Rechners ist geschätzt, die anderen sind gemessen.',
    graph: 'Die letzten zwei Minuten',
    'graph-bitrate': 'kbit/s',
    'graph-delay': 'Verzögerung, ms',
    'graph-loss': 'Verlust, %',
    'copy-diagnostics': 'Diagnose kopieren',
    computer: 'Der Rechner',
    source: 'Quelle',
    'show-levels': 'Pegel aller Eingänge zeigen',
    'show-levels-hint':
      'Solange das an ist, wird jeder Eingang zum Messen geöffnet, auch Mikrofone. Niemand hört sie.',
    device: 'Gerät',
    processing: 'Bearbeitung',
    listeners: 'Hörer',
    'nobody-listens': 'Niemand hört zu.',
    disconnect: 'Trennen',
    'operator-intro': 'Was hier geändert wird, hören alle.',
    'new-listeners': 'Für neue Hörer',
    'new-listeners-hint':
      'Das bekommt, wer ab jetzt dazukommt, soweit der eigene Browser es erlaubt. Wer schon hört, behält, was er hat.',
    'keep-defaults':
      'Es gilt, bis Earshot neu gestartet wird. Um es zu behalten, schreiben Sie es in die Konfigurationsdatei, oder starten Sie Earshot mit den Optionen dafür.',
    noscript: 'Earshot braucht JavaScript, um Ton zu spielen. Bitte erlauben Sie es für diese Seite.',
    apply: 'Übernehmen',
    playing: 'spielt',
  },

  state: (state) => states[state],
  action: (state) => actions[state],
  left: { short: 'L', long: 'Linker Kanal' },
  right: { short: 'R', long: 'Rechter Kanal' },
  hold: (hold) => holds[hold],
  rung: (name) => rungs[name],
  finding: (finding) => findings[finding],
  rungState: { fine: 'in Ordnung', broken: 'hier hakt es', unknown: 'nicht bekannt' },
  allFine:
    'Bis zum Tonausgang dieses Geräts ist alles in Ordnung. Prüfen Sie die Lautstärke des Geräts, seinen Stummschalter und worüber es spielt.',
  checking: 'Prüft …',
  computerSilent: 'Der Rechner ist im Augenblick still.',

  trouble: (trouble) => troubles[trouble.code] ?? `${trouble.title ?? 'Earshot hat abgelehnt'}.`,
  troubleDetail(trouble, retryInMs) {
    const again = Math.round((retryInMs ?? 0) / 1000);
    const retry = again >= 2 ? `Neuer Versuch binnen ${again} Sekunden.` : '';
    return [trouble.message, retry].filter((sentence) => sentence !== '').join(' ');
  },
  source({ title, state, reason }) {
    if (state === 'starting') return `${title} startet.`;
    if (state !== 'waiting' && state !== 'failed') return '';
    const trouble = state === 'waiting' ? 'gibt noch keinen Ton' : 'ist ausgefallen';
    return `${title} ${trouble}${reason === undefined ? '.' : `: ${reason}`}`;
  },

  applied: (applied, asksForStereo) =>
    [codec(applied.codec), bitrate(applied.bitrate), channels(applied.channels, asksForStereo)].join(' · '),
  facts(applied, asksForStereo) {
    const { opus } = applied;
    const facts: [string, string][] = [
      ['Codec', codec(applied.codec)],
      ['Bitrate', `${bitrate(applied.bitrate)}${opus ? (opus.cbr ? ', fest' : ', veränderlich') : ''}`],
      ['Kanäle', channels(applied.channels, asksForStereo)],
      ['Paketlänge', `${applied.ptime} ms`],
    ];
    if (opus) {
      facts.push(
        ['Höchste Frequenz', `${opus.maxPlaybackRate / 2000} kHz`],
        ['Verlustschutz (FEC)', opus.useInbandFec ? `an, für ${opus.packetLossPercentage} % Verlust` : 'aus'],
        ['Pausen in Stille (DTX)', yesNo(opus.useDtx)],
      );
    }
    return facts;
  },
  note: ({ option, asked, applied }) =>
    asked === applied
      ? `${option}: ${setting(applied)}.`
      : `${option}: gewünscht ${setting(asked)}, bekommen ${setting(applied)}.`,
  wishCodecRefused: (asked, applied) => [
    `Codec: gewünscht ${codec(asked)}, bekommen ${codec(applied)}.`,
    'Dieses Earshot oder dieser Browser hat ihn nicht.',
  ],
  wishBitrateLower: (asked, applied) => [
    `Bitrate: gewünscht ${bitrate(asked)}, bekommen ${bitrate(applied)}.`,
    'Die Einstellung des Servers ist niedriger.',
  ],
  wishBitrateFixed: (asked, applied) => [
    `Bitrate: gewünscht ${bitrate(asked)}, bekommen ${bitrate(applied)}.`,
    'Dieser Codec kennt nur eine Bitrate.',
  ],
  wishStereoRefused: ['Stereo: gewünscht an, bekommen aus.', 'Dieser Codec hat einen Kanal.'],

  connection: {
    listening: 'Hört seit',
    losses: 'Unterbrechungen',
    codec: 'Codec',
    bitrate: 'Auf der Leitung',
    packets: 'Pakete',
    loss: 'Verlust',
    concealed: 'Gefüllte Lücken',
    jitter: 'Schwankung',
    roundTrip: 'Hin und zurück',
    delay: 'Verzögerung',
    path: 'Weg',
  },
  perSecond: (value) => `${value.toFixed(0)} in der Sekunde`,
  connectionSummary: (delay, loss) =>
    [delay === null ? '' : `${delay.toFixed(0)} ms`, `${decimal(loss, loss < 10 ? 1 : 0)} % Verlust`]
      .filter((part) => part !== '')
      .join(' · '),
  copied: 'Kopiert',
  copyFailed: 'Kopieren ging nicht: Markieren Sie den Text unten.',

  badge: (channels, decodesStereo) =>
    !decodesStereo ? 'mono' : channels === 'alike' ? 'stereo, beide Seiten gleich' : 'stereo',
  clipped: 'Übersteuert',
  checkSays: (side) => (side === 'left' ? 'Links' : 'Rechts'),
  balanceValue: (balance) =>
    balance === 0 ? 'Mitte' : `${Math.abs(Math.round(balance * 100))} % ${balance < 0 ? 'links' : 'rechts'}`,
  lufs: (value) => (value === null ? 'hört zu …' : `${signed(value, 1)} LUFS, Mittel über 3 s`),
  spectrum: 'Spektrum von 20 Hz bis 20 kHz',

  listener: (state: ListenerState, name: CodecName, seconds) =>
    `${codec(name)} · ${listenerStates[state]} · ${duration(seconds)}`,
  listenerStats: (loss, roundTrip) =>
    [
      loss === null ? '' : `${decimal(loss, 1)} % Verlust`,
      roundTrip === null ? '' : `${roundTrip.toFixed(0)} ms hin und zurück`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  disconnectWhom: (id) => `Hörer ${id} trennen`,
  listenerCount: (count) => `${count} Hörer`,
  byDefault: 'Standard',
  defaultDevice: (name) => (name === null ? 'Standard' : `Standard (${name})`),
  levelOf: (name) => `Pegel von ${name}`,
  settingName: (option) => settings[option],
  microphoneWarning: 'Ein Mikrofon: Wer zuhört, hört den Raum.',

  level: (dbfs) => (dbfs <= INAUDIBLE ? 'still' : `${signed(dbfs, 1)} dBFS`),
  spokenLevel: (rms, peak, server) => {
    const here = rms <= INAUDIBLE ? 'still' : `${signed(rms, 0)} dBFS, Spitze ${signed(peak, 0)}`;
    if (server === null) return here;
    return `${here}; der Rechner sendet ${server <= INAUDIBLE ? 'Stille' : `${signed(server, 0)} dBFS`}`;
  },
};

function channels(count: 1 | 2, asksForStereo: boolean): string {
  if (count === 1) return 'mono';
  return asksForStereo ? 'stereo' : 'als mono gespielt';
}
