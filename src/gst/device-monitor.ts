import type { Device } from '../engine/protocol.js';
import { getProperty } from './elements.js';
import { Gst, type GstDevice, type Structure } from './gi.js';
import { devicesOf, type MonitoredDevice } from './monitor-listing.js';

const CHECK_MS = 200;

/**
 * The devices of Windows. Experimental: tested on recorded listings only. What
 * GStreamer's monitor lists while it runs goes stale, and the providers behind it
 * are shared by all monitors; so it runs as the alarm, and stops for each listing.
 */
export class DeviceMonitor {
  readonly #monitor = new Gst.DeviceMonitor();
  readonly #timer: NodeJS.Timeout;

  constructor(onAlarm: () => void) {
    this.#monitor.addFilter('Audio/Source', null);
    this.#monitor.addFilter('Audio/Sink', null);
    this.#run();
    this.#timer = setInterval(() => {
      if (this.#drain() > 0) onAlarm();
    }, CHECK_MS);
  }

  /** Blocks for some 10 ms. */
  list(): Device[] {
    this.#monitor.stop();
    this.#run();
    return devicesOf((this.#monitor.getDevices() ?? []).map(describe));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#monitor.stop();
  }

  /** Each device that is there is told of as if it were new: that is no alarm. */
  #run(): void {
    this.#monitor.start();
    this.#drain();
  }

  #drain(): number {
    const bus = this.#monitor.getBus();
    let count = 0;
    while (bus?.pop()) count += 1;
    return count;
  }
}

function describe(device: GstDevice): MonitoredDevice {
  const properties = device.getProperties();
  const element = device.createElement(null);
  return {
    id: element && (getProperty<string | null | undefined>(element, 'device') ?? null),
    name: device.getDisplayName(),
    classes: device.getDeviceClass(),
    properties: {
      'device.api': properties?.getString('device.api') ?? '',
      'device.default': flag(properties, 'device.default'),
      'wasapi2.device.loopback': flag(properties, 'wasapi2.device.loopback'),
    },
    caps: device.getCaps()?.toString() ?? '',
  };
}

function flag(properties: Structure | null, name: string): boolean {
  const [found, value] = properties?.getBoolean(name) ?? [false, false];
  return found && value;
}
