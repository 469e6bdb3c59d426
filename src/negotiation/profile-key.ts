import type { EncoderProfile, PropertyValue } from '../engine/protocol.js';

/** Equal for equal profiles and only for them, whatever the order of their properties: the key of a shared encoder. */
export function profileKey(profile: EncoderProfile): string {
  return JSON.stringify([profile.codec, sorted(profile.encoder), sorted(profile.payloader)]);
}

function sorted(properties: Record<string, PropertyValue>): [string, PropertyValue][] {
  return Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
}
