import type { Engine, EngineEvents } from '../engine/engine.js';
import type { Device } from '../engine/protocol.js';

/** A listing blocks the engine's own loop for some 10 ms: whoever asks more often gets the last one. */
const FRESH_MS = 1000;

/** What the machine can capture from, as far as it is known: also while the engine is away. */
export class DeviceList {
  #known: Device[];
  #knownAt = Date.now();
  #asking: Promise<void> | undefined;

  readonly #onDevices = (...[devices]: EngineEvents['devices']) => {
    this.#learn(devices);
    this.onChange();
  };

  constructor(
    private readonly engine: Pick<Engine, 'devices' | 'on' | 'off'>,
    known: Device[],
    private readonly onChange: () => void,
  ) {
    this.#known = known;
    engine.on('devices', this.#onDevices);
  }

  async current(): Promise<readonly Device[]> {
    if (Date.now() - this.#knownAt > FRESH_MS) {
      this.#asking ??= this.#ask();
      await this.#asking;
    }
    return this.#known;
  }

  close(): void {
    this.engine.off('devices', this.#onDevices);
  }

  async #ask(): Promise<void> {
    try {
      this.#learn(await this.engine.devices());
    } catch {
      // The engine is away or busy: what it said last is the best there is.
    } finally {
      this.#asking = undefined;
    }
  }

  #learn(devices: Device[]): void {
    this.#known = devices;
    this.#knownAt = Date.now();
  }
}
