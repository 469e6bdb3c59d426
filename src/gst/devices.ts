import type { Device } from '../engine/protocol.js';
import { getProperty } from './elements.js';
import { Gst, type GstDevice, type Structure } from './gi.js';

/**
 * What this machine can capture from. A fresh monitor each time (6–22 ms):
 * `is-default` goes stale in one that keeps running.
 */
export function listDevices(): Device[] {
  const monitor = new Gst.DeviceMonitor();
  monitor.addFilter('Audio/Source', null);
  monitor.addFilter('Audio/Sink', null);
  if (!monitor.start()) return [];
  const all = (monitor.getDevices() ?? []).map((device) => ({ device, properties: device.getProperties() }));
  monitor.stop();
  const outputs = all.filter(({ device }) => device.hasClasses('Audio/Sink'));
  const output = outputs.find(({ properties }) => flag(properties, 'is-default'));
  const defaultMonitor = output && `${idOf(output.device) ?? ''}.monitor`;
  return all.flatMap(({ device, properties }) => {
    const id = idOf(device);
    if (!id || !device.hasClasses('Audio/Source')) return [];
    const kind = isLoopback(properties) ? 'system' : 'microphone';
    return {
      id,
      name: device.getDisplayName(),
      kind,
      // A default input and a default output are two things: where there is a microphone, no monitor is the former.
      isDefault: kind === 'system' && defaultMonitor ? id === defaultMonitor : flag(properties, 'is-default'),
      channels: channelsOf(device.getCaps()?.toString() ?? ''),
    };
  });
}

/** As a capture or playback element takes it. */
function idOf(device: GstDevice): string | null {
  const element = device.createElement(null);
  return element && getProperty<string | null>(element, 'device');
}

/** PulseAudio calls the sound of an output its monitor; WASAPI calls it loopback. */
function isLoopback(properties: Structure | null): boolean {
  return properties?.getString('device.class') === 'monitor' || flag(properties, 'wasapi2.device.loopback');
}

function flag(properties: Structure | null, name: string): boolean {
  const [found, value] = properties?.getBoolean(name) ?? [false, false];
  return found && value;
}

/** The largest count that the caps name; a range's upper end says what the converter could do, not the device. */
function channelsOf(caps: string): number {
  const counts = [...caps.matchAll(/channels=\(int\)(\d+)/g)].map(([, count]) => Number(count));
  return counts.length > 0 ? Math.max(...counts) : 2;
}
