/**
 * As much of PulseAudio's native protocol as it takes to ask and to be told:
 * packets with a descriptor of 20 bytes around tagged values ("tagstruct").
 * PipeWire speaks it too.
 */

/** Spoken here; the server adapts. The same since PulseAudio 5. */
export const PROTOCOL_VERSION = 28;
export const COOKIE_LENGTH = 256;
/** The index of nothing. */
export const NONE = 0xffffffff;

export const Command = {
  REPLY: 2,
  AUTH: 8,
  SET_CLIENT_NAME: 9,
  LOOKUP_SOURCE: 11,
  GET_SERVER_INFO: 20,
  GET_SOURCE_INFO: 23,
  GET_SOURCE_INFO_LIST: 24,
  GET_SINK_INPUT_INFO_LIST: 30,
  GET_SOURCE_OUTPUT_INFO: 31,
  GET_SOURCE_OUTPUT_INFO_LIST: 32,
  SUBSCRIBE: 35,
  KILL_SOURCE_OUTPUT: 50,
  SUBSCRIBE_EVENT: 66,
} as const;

/** Kinds of objects that tell of their changes. */
export const Facility = { SOURCE: 1, SINK_INPUT: 2, SOURCE_OUTPUT: 3, SERVER: 7 } as const;

/** What kind of object an event is of. */
export function facilityOf(event: number): number {
  return event & 0x0f;
}

const DESCRIPTOR_LENGTH = 20;
/** Of packets that are no sound. */
const CONTROL_CHANNEL = 0xffffffff;
/** Far more than an answer to our questions has. */
const MAX_LENGTH = 1 << 20;

/** What came is not this protocol. */
export class WireError extends Error {}

export type WireValue = number | string | null | Buffer | Record<string, string>;

/** A packet: numbers go as u32, records as property lists. */
export function encodePacket(values: readonly WireValue[]): Buffer {
  const body = Buffer.concat(values.map(encodeValue));
  const descriptor = Buffer.alloc(DESCRIPTOR_LENGTH);
  descriptor.writeUInt32BE(body.length, 0);
  descriptor.writeUInt32BE(CONTROL_CHANNEL, 4);
  return Buffer.concat([descriptor, body]);
}

function encodeValue(value: WireValue): Buffer {
  if (value === null) return Buffer.from('N');
  if (typeof value === 'number') return Buffer.concat([Buffer.from('L'), u32(value)]);
  if (typeof value === 'string') return Buffer.from(`t${value}\0`);
  if (Buffer.isBuffer(value)) return Buffer.concat([Buffer.from('x'), u32(value.length), value]);
  const entries = Object.entries(value).flatMap(([key, text]) => {
    const bytes = Buffer.from(`${text}\0`);
    return [encodeValue(key), encodeValue(bytes.length), encodeValue(bytes)];
  });
  return Buffer.concat([Buffer.from('P'), ...entries, encodeValue(null)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Cuts a stream of bytes into packets' bodies. */
export class PacketReader {
  #pending = Buffer.alloc(0);

  /** @returns the packets that are complete now. @throws WireError when it is not this protocol */
  read(chunk: Buffer): Buffer[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const bodies: Buffer[] = [];
    while (this.#pending.length >= DESCRIPTOR_LENGTH) {
      const length = this.#pending.readUInt32BE(0);
      if (length > MAX_LENGTH) throw new WireError('the sound server sent a packet beyond measure');
      const end = DESCRIPTOR_LENGTH + length;
      if (this.#pending.length < end) break;
      bodies.push(this.#pending.subarray(DESCRIPTOR_LENGTH, end));
      this.#pending = this.#pending.subarray(end);
    }
    return bodies;
  }
}
