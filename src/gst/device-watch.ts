import { setTimeout as after } from 'node:timers/promises';
import type { Device } from '../engine/protocol.js';

/** One change comes as several alarms. */
const SETTLE_MS = 100;
/** Longest wait for a listing, ms: a server that hangs gives it when it wakes up. */
const PATIENCE_MS = 500;

/** Keeps the list of devices, and tells when it has changed after somebody raised the alarm. */
export class DeviceWatch {
  #known: Device[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly list: () => Device[] | Promise<Device[]>,
    private readonly onChange: (devices: Device[]) => void,
  ) {}

  /** As they are now, or as far as that can be learnt at once. */
  async current(): Promise<Device[]> {
    const listing = Promise.resolve(this.list()).then((devices) => (this.#known = devices));
    return Promise.race([listing, after(PATIENCE_MS, undefined, { ref: false }).then(() => this.#known)]);
  }

  /** Something may have changed. */
  alarm(): void {
    this.#timer ??= setTimeout(() => void this.#check(), SETTLE_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #check(): Promise<void> {
    this.#timer = undefined;
    const before = JSON.stringify(this.#known);
    const devices = await this.list();
    if (this.#closed || JSON.stringify(devices) === before) return;
    this.#known = devices;
    this.onChange(devices);
  }
}
