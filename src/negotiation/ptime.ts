import type { AppliedNote } from '../api.js';
import { attribute, type Level } from './sdp-text.js';

/** What an offer says about the length of packets, ms (RFC 8866 section 6.4). */
export interface PacketWish {
  ptime?: number;
  /** Hard limit. */
  maxptime?: number;
  /** From the format's parameters; not in RFC 7587, but browsers send it. */
  minptime?: number;
}

export function readPacketWish(section: Level, minptime: number | undefined): PacketWish {
  const ptime = milliseconds(attribute(section, 'ptime'));
  const maxptime = milliseconds(attribute(section, 'maxptime'));
  return {
    ...(ptime !== undefined && { ptime }),
    ...(maxptime !== undefined && { maxptime }),
    ...(minptime !== undefined && { minptime }),
  };
}

/**
 * The packet length to use, ms: the offer's where it states one, else the configured one, moved to the nearest
 * of `lengths` (ascending) that the offer's limits allow. Shorter than the shortest is not possible.
 */
export function choosePtime(configured: number, lengths: readonly number[], wish: PacketWish): number {
  const short = lengths.filter((length) => length <= (wish.maxptime ?? Infinity));
  const allowed = short.length > 0 ? short : lengths.slice(0, 1);
  const long = allowed.filter((length) => length >= (wish.minptime ?? 0));
  const usable = long.length > 0 ? long : allowed;
  const wanted = wish.ptime ?? configured;
  return usable.findLast((length) => length <= wanted) ?? usable[0] ?? configured;
}

/** Says why packets are not as long as configured. */
export function ptimeNotes(configured: number, applied: number, wish: PacketWish): AppliedNote[] {
  if (applied === configured) return [];
  const said = Object.entries(wish).map(([name, value]) => `${name} ${String(value)}`);
  const reason =
    said.length > 0
      ? `The listener's offer says ${said.join(', ')} (ms).`
      : `This codec has no packets of ${String(configured)} ms.`;
  return [{ option: 'audio-ptime', asked: configured, applied, reason }];
}

function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,4}(\.\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
}
