import type { Device } from '../engine/protocol.js';
import { listDevices } from './devices.js';
import { Gst } from './gi.js';

const CHECK_MS = 200;
/** A change comes as several messages, and a fresh listing blocks for some 10 ms. */
const SETTLE_MS = 100;

/**
 * Tells when devices come, go or become the default. A running monitor serves as
 * the alarm only: what it says of defaults goes stale, so the list is made anew.
 */
export class DeviceWatch {
  readonly #monitor = new Gst.DeviceMonitor();
  readonly #timer: NodeJS.Timeout;
  #known: Device[] = [];
  #changedAt = 0;

  constructor(
    private readonly onChange: (devices: Device[]) => void,
    /** Whether a listing would block, and for how long nobody knows. */
    private readonly isBlocked: () => boolean,
  ) {
    this.#monitor.addFilter('Audio/Source', null);
    this.#monitor.addFilter('Audio/Sink', null);
    this.#monitor.start();
    this.#known = listDevices();
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
  }

  /** As listed last. */
  get known(): Device[] {
    return this.#known;
  }

  /** Somebody else knows of a change. */
  alarm(): void {
    this.#changedAt = Date.now();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#monitor.stop();
  }

  #check(): void {
    const bus = this.#monitor.getBus();
    while (bus?.pop()) this.alarm();
    if (this.#changedAt === 0 || Date.now() - this.#changedAt < SETTLE_MS || this.isBlocked()) return;
    this.#changedAt = 0;
    const devices = listDevices();
    if (JSON.stringify(devices) === JSON.stringify(this.#known)) return;
    this.#known = devices;
    this.onChange(devices);
  }
}
