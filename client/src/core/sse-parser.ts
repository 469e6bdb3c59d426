/** Reads server-sent events out of text as it comes (HTML standard, section 9.2.6). */

export interface ServerEvent {
  /** `message` where the stream names none. */
  name: string;
  data: string;
}

/** An event larger than this is none of Earshot's, characters. */
const LONGEST = 4 * 1024 * 1024;

export class SseParser {
  #rest = '';
  #name = '';
  #data: string[] = [];

  /** @returns the events that this piece completes; pieces may end anywhere */
  push(text: string): ServerEvent[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LONGEST) throw new RangeError('a line of the event stream has no end');
    return lines.flatMap((line) => this.#line(line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  #line(line: string): ServerEvent[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    else if (field === 'data') this.#data.push(value);
    return [];
  }

  #dispatch(): ServerEvent[] {
    const event = { name: this.#name || 'message', data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#name = '';
    this.#data = [];
    return isEmpty ? [] : [event];
  }
}
