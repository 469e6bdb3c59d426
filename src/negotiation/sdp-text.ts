/**
 * Reads SDP text into levels of lines, nothing more: no value is interpreted here. Own code rather than a
 * lenient library, because every limit and every refusal has to be ours: the text comes from strangers.
 */

import { AppError } from '../errors.js';

const MAX_BYTES = 64 * 1024;
const MAX_LINES = 1000;
const MAX_LINE = 4 * 1024;
const MAX_SECTIONS = 16;

/** The session's own lines, or those of one `m=` section. */
export interface Level {
  /** Values of `a=` lines by name; of flags like `rtcp-mux` the value is empty. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Values of `b=` lines, for instance `AS:64`. */
  readonly bandwidths: readonly string[];
}

export interface Section extends Level {
  /** Value of the `m=` line. */
  readonly line: string;
}

export interface SdpText {
  readonly session: Level;
  readonly sections: readonly Section[];
}

/**
 * Splits SDP into its levels (RFC 8866 section 5). Takes CRLF, LF and CR as line ends and a missing last one.
 * @throws AppError `invalid-sdp` beyond 64 KiB, 1000 lines, 4 KiB in a line or 16 sections, and for
 * anything that is not made of `<letter>=<value>` lines
 */
export function readSdp(text: string): SdpText {
  const session = new LevelBuilder('');
  const sections: LevelBuilder[] = [];
  let level = session;
  for (const line of boundedLines(text)) {
    const value = line.slice(2);
    if (line.startsWith('m=')) {
      level = new LevelBuilder(value);
      sections.push(level);
      if (sections.length > MAX_SECTIONS)
        throw invalid(`it has more than ${String(MAX_SECTIONS)} m= sections`);
    } else {
      level.add(line.charAt(0), value);
    }
  }
  return { session, sections };
}

/** First value of an attribute. */
export function attribute(level: Level, name: string): string | undefined {
  return level.attributes.get(name)?.[0];
}

export function hasAttribute(level: Level, name: string): boolean {
  return level.attributes.has(name);
}

export function invalid(reason: string): AppError {
  return new AppError('invalid-sdp', `The offer cannot be read: ${reason}.`);
}

class LevelBuilder implements Section {
  readonly attributes = new Map<string, string[]>();
  readonly bandwidths: string[] = [];

  constructor(readonly line: string) {}

  add(type: string, value: string): void {
    if (type === 'b') this.bandwidths.push(value);
    if (type !== 'a') return;
    const colon = value.indexOf(':');
    const name = colon < 0 ? value : value.slice(0, colon);
    const found = this.attributes.get(name);
    const content = colon < 0 ? '' : value.slice(colon + 1);
    if (found) found.push(content);
    else this.attributes.set(name, [content]);
  }
}

function boundedLines(text: string): string[] {
  if (text.length > MAX_BYTES || Buffer.byteLength(text) > MAX_BYTES) {
    throw invalid(`it is longer than ${String(MAX_BYTES / 1024)} KiB`);
  }
  // The split stops early; what is left behind the last line end may be one more, empty part.
  const parts = text.split(/\r\n|\n|\r/, MAX_LINES + 2);
  if (parts.length > MAX_LINES + 1 || (parts[MAX_LINES] ?? '') !== '') {
    throw invalid(`it has more than ${String(MAX_LINES)} lines`);
  }
  const lines = parts.filter((line) => line !== '');
  if (lines[0] !== 'v=0') throw invalid('it does not begin with the line v=0');
  for (const [index, line] of lines.entries()) {
    const where = `line ${String(index + 1)}`;
    if (line.length > MAX_LINE) throw invalid(`${where} is longer than ${String(MAX_LINE / 1024)} KiB`);
    if (!/^[a-z]=/.test(line)) throw invalid(`${where} is not of the form <letter>=<value>`);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) throw invalid(`${where} has a control character`);
  }
  return lines;
}
