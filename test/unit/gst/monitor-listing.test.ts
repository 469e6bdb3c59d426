import { describe, expect, it } from 'vitest';
import { devicesOf, type MonitoredDevice } from '../../../src/gst/monitor-listing.js';

/** Of entries that are no device of their own but whichever is the default; interface classes of Windows. */
const [DEFAULT_OUTPUT, DEFAULT_INPUT] = [
  '{E6327CAD-DCEC-4949-AE8A-991E976A79D2}',
  '{2EEF81BE-33FA-4800-9670-1CD474972C3F}',
];
const SPEAKERS = '{0.0.0.00000000}.{b3f8fa53-0004-438e-9003-51a46e139bfc}';
const HEADSET = '{0.0.1.00000000}.{6c6a2b1f-9c3e-4f0b-8f0d-3a3f3a0f6a11}';
const MIX = 'audio/x-raw, format=(string)F32LE, layout=(string)interleaved, rate=(int)48000, channels=(int)';
const ANY =
  'audio/x-raw, format=(string){ F64LE, F32LE, S16LE }, layout=(string)interleaved, rate=(int)[ 1, 2147483647 ], channels=(int)[ 1, 2147483647 ]';

function wasapi2(
  id: string,
  name: string,
  flow: 'input' | 'output' | 'loopback',
  { isDefault = false, caps = `${MIX}2, channel-mask=(bitmask)0x0000000000000003` } = {},
): MonitoredDevice {
  return {
    id,
    name,
    classes: flow === 'output' ? 'Audio/Sink' : 'Audio/Source',
    properties: {
      'device.api': 'wasapi2',
      'device.id': id,
      'device.default': isDefault,
      'wasapi2.device.description': name,
      ...(flow === 'output' ? {} : { 'wasapi2.device.loopback': flow === 'loopback' }),
    },
    caps,
  };
}

function wasapi(id: string, name: string, classes: string): MonitoredDevice {
  const properties = { 'device.api': 'wasapi', 'device.strid': id, 'wasapi.device.description': name };
  return { id, name, classes, properties, caps: `${MIX}2` };
}

/** As GStreamer 1.22 lists them: the loopbacks of outputs, the outputs, the inputs; the default of each first. */
const LISTING = [
  wasapi2(DEFAULT_OUTPUT, 'Default Audio Render Device', 'loopback', { isDefault: true, caps: ANY }),
  wasapi2(SPEAKERS, 'Speakers (Realtek(R) Audio)', 'loopback'),
  wasapi2(DEFAULT_OUTPUT, 'Default Audio Render Device', 'output', { isDefault: true, caps: ANY }),
  wasapi2(SPEAKERS, 'Speakers (Realtek(R) Audio)', 'output'),
  wasapi2(DEFAULT_INPUT, 'Default Audio Capture Device', 'input', { isDefault: true, caps: ANY }),
  wasapi2(HEADSET, 'Headset (WH-1000XM4 Hands-Free)', 'input', { caps: `${MIX}1` }),
];

describe('what wasapi2 lists', () => {
  it('is each output once, as what the computer plays, and each input', () => {
    expect(devicesOf(LISTING)).toEqual([
      {
        id: DEFAULT_OUTPUT,
        name: 'Default Audio Render Device',
        kind: 'system',
        isDefault: true,
        channels: 2,
      },
      { id: SPEAKERS, name: 'Speakers (Realtek(R) Audio)', kind: 'system', isDefault: false, channels: 2 },
      {
        id: DEFAULT_INPUT,
        name: 'Default Audio Capture Device',
        kind: 'microphone',
        isDefault: true,
        channels: 2,
      },
      {
        id: HEADSET,
        name: 'Headset (WH-1000XM4 Hands-Free)',
        kind: 'microphone',
        isDefault: false,
        channels: 1,
      },
    ]);
  });

  it('is preferred to what the older plugin lists of the same devices, and to every other one', () => {
    const directSound = {
      ...wasapi(SPEAKERS, 'Speakers', 'Audio/Source'),
      properties: { 'device.api': 'directsound' },
    };
    const all = [wasapi(SPEAKERS, 'Speakers', 'Audio/Sink'), directSound, ...LISTING];
    expect(devicesOf(all)).toEqual(devicesOf(LISTING));
  });

  it('is nothing without an id, which no element could be given', () => {
    expect(devicesOf(LISTING.map((device) => ({ ...device, id: null })))).toEqual([]);
  });
});

describe('what the older wasapi lists', () => {
  it('has no loopbacks: its outputs are what the computer plays, and it does not tell the default', () => {
    expect(
      devicesOf([wasapi(HEADSET, 'Headset', 'Audio/Source'), wasapi(SPEAKERS, 'Speakers', 'Audio/Sink')]),
    ).toEqual([
      { id: HEADSET, name: 'Headset', kind: 'microphone', isDefault: false, channels: 2 },
      { id: SPEAKERS, name: 'Speakers', kind: 'system', isDefault: false, channels: 2 },
    ]);
  });
});

it('an empty listing is an empty list', () => {
  expect(devicesOf([])).toEqual([]);
});
