import { describe, expect, it } from 'vitest';
import { readPlaybacks, readRecordings, readServerInfo, readSources } from '../../../src/gst/pulse-info.js';
import { ValueReader } from '../../../src/gst/pulse-values.js';
import { encodePacket, NONE, WireError, type WireValue } from '../../../src/gst/pulse-wire.js';

const DESCRIPTOR_LENGTH = 20;

/** Values as they stand in a packet; what has no encoding of its own is given as raw bytes. */
function values(...parts: (WireValue | { raw: number[] })[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      part !== null && typeof part === 'object' && 'raw' in part
        ? Buffer.from(part.raw as number[])
        : encodePacket([part]).subarray(DESCRIPTOR_LENGTH),
    ),
  );
}

const tag = (letter: string) => letter.charCodeAt(0);
const raw = (...bytes: number[]) => ({ raw: bytes });
const specification = (channels: number) => raw(tag('a'), 3, channels, 0, 0, 0xbb, 0x80);
const map = raw(tag('m'), 2, 1, 2);
const volume = raw(tag('v'), 2, 0, 1, 0, 0, 0, 1, 0, 0);
const time = raw(tag('U'), 0, 0, 0, 0, 0, 0, 0, 0);
const no = raw(tag('0'));
const yes = raw(tag('1'));
const format = [raw(tag('f'), tag('B'), 1), {}];
const SERVER = { isPipeWire: false, defaultSink: 'speakers', defaultSource: 'headset' };

function source(id: string, monitorOf: number, channels: number, ports: WireValue[][] = []): Buffer {
  return values(
    ...[1, id, `The ${id}`, specification(channels), map, 7, volume, no, monitorOf, null, time, 'driver', 0],
    ...[{ 'device.class': 'x' }, time, raw(tag('V'), 0, 1, 0, 0), 1, 65_537, NONE],
    ...[ports.length, ...ports.flat(), null, raw(tag('B'), 1), ...format],
  );
}

describe('what a sound server tells', () => {
  it('of itself', () => {
    const told = (...rest: WireValue[]) =>
      readServerInfo(new ValueReader(values(...rest.slice(0, 4), specification(2), ...rest.slice(4))));
    expect(told('pulseaudio', '16.1', 'me', 'here', 'speakers', 'headset')).toEqual(SERVER);
    const bare = told('PulseAudio (on PipeWire 0.3.65)', '15', 'me', 'here', '@DEFAULT_SINK@', null);
    expect(bare).toEqual({ isPipeWire: true, defaultSink: '', defaultSource: '' });
  });

  it('of its sources, with ports and without', () => {
    const ports = [
      ['mic', 'Microphone', 100, 2],
      ['line', 'Line in', 50, 0],
    ];
    const all = Buffer.concat([source('speakers.monitor', 3, 2), source('headset', NONE, 1, ports)]);
    expect(readSources(new ValueReader(all), SERVER)).toEqual([
      { id: 'speakers.monitor', name: 'The speakers.monitor', kind: 'system', isDefault: true, channels: 2 },
      { id: 'headset', name: 'The headset', kind: 'microphone', isDefault: true, channels: 1 },
    ]);
  });

  it('of what plays, and whether it comes out anywhere', () => {
    const playback = (sink: number, properties: Record<string, string>) =>
      values(
        ...[9, 'Music', NONE, 4, sink, specification(2), map, volume, time, time, 'r', 'd', no, properties],
        ...[no, yes, yes, ...format],
      );
    const all = Buffer.concat([playback(3, { 'node.name': 'Jukebox' }), playback(NONE, {})]);
    expect(readPlaybacks(new ValueReader(all))).toEqual([
      { index: 9, node: 'Jukebox', isConnected: true },
      { index: 9, node: '', isConnected: false },
    ]);
  });

  it('of what records, and who that is', () => {
    const recording = values(
      ...[9, 'Record', NONE, 4, NONE, specification(2), map, time, time, 'r', 'd'],
      ...[{ 'application.process.id': '4711' }, yes, volume, no, yes, yes, ...format],
    );
    expect(readRecordings(new ValueReader(recording))).toEqual([
      { index: 9, processId: '4711', isConnected: false },
    ]);
  });

  it('is refused when it breaks off', () => {
    const whole = source('headset', NONE, 1);
    for (let length = 1; length < whole.length - format.length; length += 7) {
      const cut = new ValueReader(whole.subarray(0, length));
      expect(() => readSources(cut, SERVER), String(length)).toThrow(WireError);
    }
    expect(() => new ValueReader(Buffer.from('?')).skip()).toThrow(WireError);
  });
});
