import { describe, expect, it } from 'vitest';
import { encodePacket, facilityOf, PacketReader, WireError } from '../../../src/gst/pulse-wire.js';
import { ValueReader } from '../../../src/gst/pulse-values.js';

const packet = encodePacket([20, 7, 'speakers', null, 0xffffffff]);

function valuesOf(bytes: Buffer): ValueReader {
  const [body] = new PacketReader().read(bytes);
  if (!body) throw new Error('no packet');
  return new ValueReader(body);
}

describe('packets', () => {
  it('come back as they were sent, in whatever pieces they arrive', () => {
    const reader = new PacketReader();
    const bodies = [...Buffer.concat([packet, packet])].flatMap((byte) => reader.read(Buffer.from([byte])));
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      const values = new ValueReader(body);
      expect([values.number(), values.number(), values.text(), values.text(), values.number()]).toEqual([
        20,
        7,
        'speakers',
        null,
        0xffffffff,
      ]);
    }
  });

  it('of a length beyond measure are refused instead of waited for', () => {
    expect(() => new PacketReader().read(Buffer.alloc(20, 0xff))).toThrow(WireError);
  });

  it('carry property lists as PulseAudio writes them', () => {
    const list = encodePacket([{ 'application.name': 'Earshot' }])
      .subarray(20)
      .toString('latin1');
    expect(list).toBe('Ptapplication.name\0L\0\0\0\bx\0\0\0\bEarshot\0N');
  });
});

describe('values', () => {
  it('of another kind than expected are refused', () => {
    expect(() => valuesOf(packet).text()).toThrow(WireError);
  });

  it.each([
    ['a number', Buffer.from('L\0')],
    ['a text', Buffer.from('tspeakers')],
    ['nothing', Buffer.alloc(0)],
  ])('that break off are refused: %s', (_, body) => {
    const read = () =>
      body[0] === 't'.charCodeAt(0) ? new ValueReader(body).text() : new ValueReader(body).number();
    expect(read).toThrow(WireError);
  });
});

it('an event tells what it is of, whatever happened to that', () => {
  expect([0x02, 0x13, 0x27].map(facilityOf)).toEqual([2, 3, 7]);
});
