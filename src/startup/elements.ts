/** Which GStreamer elements a start needs, and what follows when some are missing. */

import { FIXED_BITRATE } from '../config/types.js';
import type { CodecSpec, EngineInfo } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import { INSTALL_HINT, missingFor } from '../sources/missing-elements.js';

const OLDEST_GSTREAMER = [1, 20] as const;

/** Without these nothing can be heard at all. */
export const coreElements = [
  'audiotestsrc',
  'audiomixer',
  'audioconvert',
  'audioresample',
  'capsfilter',
  'errorignore',
  'level',
  'queue',
  'tee',
  'webrtcbin',
  'rtpbin',
  'nicesrc',
  'nicesink',
  'dtlssrtpenc',
  'dtlssrtpdec',
  'srtpenc',
];

/** @throws AppError `gstreamer-too-old`, `missing-elements` */
export function verifyEngine({ gstreamer, missingElements }: EngineInfo): void {
  const [major, minor] = gstreamer;
  const [oldestMajor, oldestMinor] = OLDEST_GSTREAMER;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    const detail = `Earshot needs GStreamer ${OLDEST_GSTREAMER.join('.')} or newer; this is ${gstreamer.join('.')}. Update the system's GStreamer packages.`;
    throw new AppError('gstreamer-too-old', detail);
  }
  const missing = coreElements.filter((name) => missingElements.includes(name));
  if (missing.length === 0) return;
  throw new AppError('missing-elements', `GStreamer lacks: ${missing.join(', ')}. ${INSTALL_HINT}`);
}

/** @throws AppError `missing-elements` when a source cannot run here */
export function verifySource(source: string, requires: readonly string[], missingElements: string[]): void {
  const problem = missingFor(`Source "${source}"`, requires, missingElements);
  if (problem === undefined) return;
  throw new AppError('missing-elements', `${problem} Or choose another with --source.`);
}

export interface UsableCodecs {
  codecs: CodecSpec[];
  /** Why the others are not among them, a line each. */
  warnings: string[];
}

/**
 * The codecs whose elements are here and that fit the configured bit rate, bps.
 * @throws AppError `missing-elements` when none is left
 */
export function usableCodecs(codecs: CodecSpec[], missingElements: string[], bitrate: number): UsableCodecs {
  const warnings: string[] = [];
  const usable = codecs.filter(({ name, requires }) => {
    const missing = requires.filter((element) => missingElements.includes(element));
    if (missing.length > 0) {
      warnings.push(`codec ${name} is left out: GStreamer lacks ${missing.join(', ')}. ${INSTALL_HINT}`);
    } else if (name !== 'opus' && bitrate < FIXED_BITRATE) {
      warnings.push(
        `codec ${name} is left out: it always takes ${FIXED_BITRATE} bps, and --audio-bitrate is ${bitrate}.`,
      );
    } else {
      return true;
    }
    return false;
  });
  if (usable.length === 0) {
    throw new AppError('missing-elements', ['There is no codec that can be used.', ...warnings].join('\n'));
  }
  return { codecs: usable, warnings };
}
