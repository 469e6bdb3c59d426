import { WireError } from './pulse-wire.js';

/** Bytes behind the tag, of values whose length never changes; true and false have none. */
const LENGTHS: Record<string, number> = { a: 6, B: 1, '1': 0, '0': 0, U: 8, R: 8, r: 8, T: 8, V: 4, L: 4 };

/** Reads a packet's body of tagged values one by one; a server may append values that we do not know. */
export class ValueReader {
  #at = 0;

  constructor(private readonly body: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.body.length;
  }

  /** Whether a description of a sample format comes next. */
  get isFormat(): boolean {
    return this.#tag === 'f';
  }

  /** A u32. @throws WireError when the next value is none */
  number(): number {
    this.#expect('L');
    return this.#take(4).readUInt32BE();
  }

  /** @throws WireError when the next value is none */
  text(): string | null {
    if (this.#tag === 'N') {
      this.#at += 1;
      return null;
    }
    this.#expect('t');
    const end = this.body.indexOf(0, this.#at);
    if (end < 0) throw new WireError('the sound server sent a text without an end');
    const text = this.body.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** How many channels the sample specification has that comes next. @throws WireError when it does not */
  channels(): number {
    this.#expect('a');
    return this.#take(6)[1] ?? 0;
  }

  /** A property list. @throws WireError when the next value is none */
  properties(): Map<string, string> {
    this.#expect('P');
    const properties = new Map<string, string>();
    for (let key = this.text(); key !== null; key = this.text()) {
      this.number(); // its length, which comes again
      this.#expect('x');
      const value = this.#take(this.#take(4).readUInt32BE());
      properties.set(key, value.toString('utf8').replace(/\0$/, ''));
    }
    return properties;
  }

  /** Passes over that many values of whatever kind. @throws WireError when there are fewer */
  skip(count = 1): void {
    for (let i = 0; i < count; i += 1) this.#skipOne();
  }

  #skipOne(): void {
    const tag = this.#tag;
    if (tag === 't' || tag === 'N') {
      this.text();
    } else if (tag === 'P') {
      this.properties();
    } else if (tag === 'f') {
      // A format: its encoding and a list of properties.
      this.#at += 1;
      this.skip(2);
    } else if (tag === 'm' || tag === 'v') {
      // A byte or a number for each channel.
      this.#at += 1;
      this.#take((this.#take(1)[0] ?? 0) * (tag === 'm' ? 1 : 4));
    } else {
      const length = LENGTHS[tag];
      if (length === undefined)
        throw new WireError(`the sound server sent an unknown kind of value: "${tag}"`);
      this.#at += 1;
      this.#take(length);
    }
  }

  get #tag(): string {
    return String.fromCharCode(this.body[this.#at] ?? 0);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.body.length) throw new WireError('the sound server sent half a value');
    const bytes = this.body.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  #expect(tag: string): void {
    if (this.#tag !== tag) {
      throw new WireError(`the sound server sent something else than "${tag}" at ${String(this.#at)}`);
    }
    this.#at += 1;
  }
}
