/** What a listener has chosen, kept on this device. */

import type { Wishes } from './offer-wishes.js';

export const buffers = ['lowest', 'balanced', 'safe'] as const;
export type Buffer = (typeof buffers)[number];

/** The least delay that the browser's jitter buffer is to keep, ms; null is the browser's own choice. */
export const bufferTarget: Record<Buffer, number | null> = { lowest: 0, balanced: null, safe: 250 };

export interface Settings extends Wishes {
  /** 0 to 1. */
  volume: number;
  muted: boolean;
  /** −1 left only, 0 both alike, 1 right only. */
  balance: number;
  buffer: Buffer;
  /** null follows the browser. */
  language: 'en' | 'de' | null;
  spectrum: boolean;
  loudness: boolean;
}

const defaults: Settings = {
  codec: 'auto',
  bitrate: null,
  stereo: true,
  lowData: false,
  volume: 1,
  muted: false,
  balance: 0,
  buffer: 'balanced',
  language: null,
  spectrum: false,
  loudness: false,
};

const KEY = 'earshot';

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isWithin = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value >= low && value <= high;
const isOneOf =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value);

/** What was stored may be from another version, or written by hand. */
const isValid: { [Key in keyof Settings]: (value: unknown) => boolean } = {
  codec: isOneOf('auto', 'opus', 'g722', 'pcmu', 'pcma'),
  bitrate: (value) => value === null || (Number.isInteger(value) && isWithin(6000, 510_000)(value)),
  stereo: isBoolean,
  lowData: isBoolean,
  volume: isWithin(0, 1),
  muted: isBoolean,
  balance: isWithin(-1, 1),
  buffer: isOneOf(...buffers),
  language: isOneOf('en', 'de', null),
  spectrum: isBoolean,
  loudness: isBoolean,
};

export class SettingsStore {
  #current: Settings;

  /** @param storage null where the browser keeps nothing */
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#current = { ...defaults, ...this.#stored() };
  }

  get current(): Readonly<Settings> {
    return this.#current;
  }

  change(change: Partial<Settings>): void {
    this.#current = { ...this.#current, ...change };
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.#current));
    } catch {
      // A browser that stores nothing forgets.
    }
  }

  #stored(): Partial<Settings> {
    try {
      const stored = JSON.parse(this.storage?.getItem(KEY) ?? '{}') as Record<string, unknown>;
      const valid = Object.entries(isValid).filter(([key, check]) => check(stored[key]));
      return Object.fromEntries(valid.map(([key]) => [key, stored[key]]));
    } catch {
      return {};
    }
  }
}

/** The part of the settings that goes into an offer. */
export function wishesOf({ codec, bitrate, stereo, lowData }: Settings): Wishes {
  return { codec, bitrate, stereo, lowData };
}
