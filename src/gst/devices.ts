import type { Device } from '../engine/protocol.js';
import { getProperty } from './elements.js';
import { Gst, type Structure } from './gi.js';

/**
 * What this machine can capture from. A fresh monitor each time (6–22 ms):
 * `is-default` goes stale in one that keeps running.
 */
export function listDevices(): Device[] {
  const monitor = new Gst.DeviceMonitor();
  monitor.addFilter('Audio/Source', null);
  if (!monitor.start()) return [];
  const devices = monitor.getDevices();
  monitor.stop();
  return (devices ?? []).flatMap((device) => {
    const properties = device.getProperties();
    const element = device.createElement(null);
    const id = element && getProperty<string | null>(element, 'device');
    if (!id) return [];
    return {
      id,
      name: device.getDisplayName(),
      kind: isLoopback(properties) ? 'system' : 'microphone',
      isDefault: flag(properties, 'is-default'),
      channels: channelsOf(device.getCaps()?.toString() ?? ''),
    };
  });
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
