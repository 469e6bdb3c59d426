/** What a sound server tells of its objects, in the order of protocol version 28. */

import type { Device } from '../engine/protocol.js';
import type { ValueReader } from './pulse-values.js';
import { NONE } from './pulse-wire.js';

export interface ServerInfo {
  /** PipeWire in PulseAudio's place. */
  isPipeWire: boolean;
  /** '' while there is none. */
  defaultSink: string;
  /** '' while there is none. */
  defaultSource: string;
}

export function readServerInfo(values: ValueReader): ServerInfo {
  const server = values.text() ?? '';
  values.skip(3); // version, user, host
  values.skip(); // sample specification
  // PipeWire says "@DEFAULT_SINK@" while there is none.
  const device = () => (values.text() ?? '').replace(/^@.*/, '');
  return { isPipeWire: server.includes('PipeWire'), defaultSink: device(), defaultSource: device() };
}

/** The monitor of an output; '' of none. */
export function monitorOf(sink: string): string {
  return sink === '' ? '' : `${sink}.monitor`;
}

/** All that can be recorded from. */
export function readSources(values: ValueReader, { defaultSink, defaultSource }: ServerInfo): Device[] {
  const devices: Device[] = [];
  while (!values.isAtEnd) {
    values.skip(); // index
    const id = values.text() ?? '';
    const name = values.text() ?? id;
    const channels = values.channels();
    values.skip(4); // channel map, module, volume, muted
    const kind = values.number() === NONE ? 'microphone' : 'system';
    values.skip(10); // its name, latency, driver, flags, properties, latency asked for, base volume, state, steps, card
    const ports = values.number();
    values.skip(4 * ports); // each: name, description, priority, availability
    values.skip(2); // active port, number of formats
    while (!values.isAtEnd && values.isFormat) values.skip();
    // A default input and a default output are two things: where there is a microphone, no monitor is the former.
    const isDefault = id === (kind === 'system' ? monitorOf(defaultSink) : defaultSource);
    devices.push({ id, name, kind, isDefault, channels });
  }
  return devices;
}

/** A stream that plays. */
export interface Playback {
  /** The server's number of it, which no other stream ever gets. */
  index: number;
  /** PipeWire's name of it, which serves as a device's; '' on PulseAudio. */
  node: string;
  /** Whether it comes out anywhere; a fresh one does not yet. */
  isConnected: boolean;
}

export function readPlaybacks(values: ValueReader): Playback[] {
  const playbacks: Playback[] = [];
  while (!values.isAtEnd) {
    const index = values.number();
    values.skip(3); // name, module, client
    const isConnected = values.number() !== NONE;
    values.skip(8); // sample specification, channel map, volume, two latencies, resampler, driver, muted
    const node = values.properties().get('node.name') ?? '';
    values.skip(4); // corked, has a volume, that may be changed, format
    playbacks.push({ index, node, isConnected });
  }
  return playbacks;
}

/** A stream that records. */
export interface Recording {
  index: number;
  /** Of whom. */
  processId: string;
  /** Whether it records anything; on PipeWire a fresh one does not yet. */
  isConnected: boolean;
}

export function readRecordings(values: ValueReader): Recording[] {
  const recordings: Recording[] = [];
  while (!values.isAtEnd) {
    const index = values.number();
    values.skip(3); // name, module, client
    const isConnected = values.number() !== NONE;
    values.skip(6); // sample specification, channel map, two latencies, resampler, driver
    const processId = values.properties().get('application.process.id') ?? '';
    values.skip(6); // corked, volume, muted, has a volume, that may be changed, format
    recordings.push({ index, processId, isConnected });
  }
  return recordings;
}
