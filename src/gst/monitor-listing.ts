import type { Device } from '../engine/protocol.js';

/** One device as GStreamer's device monitor describes it. */
export interface MonitoredDevice {
  /** What its element takes as its `device`; null: it takes none. */
  id: string | null;
  name: string;
  /** As in `GstDevice`, such as "Audio/Source". */
  classes: string;
  /** Those with a text or a flag. */
  properties: Record<string, string | boolean>;
  caps: string;
}

/** Plugins by the order in which their devices are preferred: several list the same ones. */
const APIS = ['wasapi2', 'wasapi'];

/**
 * What can be recorded on Windows. The plugin wasapi2 lists each output a second
 * time, as a source with `wasapi2.device.loopback`; the older wasapi records the
 * outputs themselves.
 */
export function devicesOf(listing: readonly MonitoredDevice[]): Device[] {
  const api = APIS.find((name) => listing.some(({ properties }) => properties['device.api'] === name));
  return listing.flatMap(({ id, name, classes, properties, caps }) => {
    if (!id || properties['device.api'] !== api) return [];
    const isSource = classes.split('/').includes('Source');
    if (!isSource && api !== 'wasapi') return [];
    const isLoopback = !isSource || properties['wasapi2.device.loopback'] === true;
    return {
      id,
      name,
      kind: isLoopback ? 'system' : 'microphone',
      isDefault: properties['device.default'] === true,
      channels: channelsOf(caps),
    };
  });
}

/** The largest count that the caps name; a range's upper end says what the converter could do, not the device. */
function channelsOf(caps: string): number {
  const counts = [...caps.matchAll(/channels=\(int\)(\d+)/g)].map(([, count]) => Number(count));
  return counts.length > 0 ? Math.max(...counts) : 2;
}
