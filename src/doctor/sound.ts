import type { SourceReport, SourceSpec } from '../engine/protocol.js';
import type { Finding } from './finding.js';

/** Below this nobody hears anything, dBFS. */
const SILENCE_DB = -90;

const topic = 'sound';

/** @param isMuted whether the default output is; undefined where nobody can tell */
export function examineSound(
  { name, title, kind }: SourceSpec,
  { error, startMs, level }: SourceReport,
  isMuted: boolean | undefined,
): Finding {
  if (error !== null) {
    return {
      topic,
      verdict: 'problem',
      says: `source "${name}" fails: ${error}`,
      fix: 'Choose another device with --input-device (--list-devices shows them) or another source with --source.',
    };
  }
  const peak = Math.max(...(level?.peak ?? []));
  if (level && peak > SILENCE_DB) {
    return { topic, verdict: 'ok', says: `${title} (${name}) is heard, peak ${peak.toFixed(1)} dBFS` };
  }
  if (kind === 'system' && isMuted === true) {
    return {
      topic,
      verdict: 'problem',
      says: `${title} (${name}) is silent, as the default output is muted`,
      fix: 'Unmute it in the sound settings, or with "pactl set-sink-mute @DEFAULT_SINK@ 0".',
    };
  }
  return {
    topic,
    verdict: 'note',
    says: `${title} (${name}) ${startMs === null ? 'delivers nothing' : 'is silent'} just now`,
    fix:
      kind === 'system'
        ? 'Play something. If something plays, it plays on another output, or muted: --list-devices shows the outputs, --input-device chooses one.'
        : 'Make a sound. If there is one, choose another device with --input-device.',
  };
}
