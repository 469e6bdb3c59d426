import type { Level } from '../engine/protocol.js';
import { Gst, type Message, type Structure, unwrap } from './gi.js';

/** As far down as anybody looks, dBFS; the level element says −∞ for digital silence, which JSON cannot. */
const FLOOR = -120;

interface ValueArray {
  nValues: number;
  getNth(index: number): { getDouble(): number } | null;
}

/** The structure of a `level` element's message; null for any other message. */
export function levelStructure(message: Message): Structure | null {
  if (message.type !== Gst.MessageType.ELEMENT) return null;
  const structure = message.getStructure();
  return structure?.getName() === 'level' ? structure : null;
}

/** RMS and peak per channel, dBFS. */
export function readLevel(structure: Structure): Level {
  return { rms: channels(structure, 'rms'), peak: channels(structure, 'peak') };
}

function channels(structure: Structure, field: string): number[] {
  const values = unwrap(structure.getValue(field)) as ValueArray | null;
  if (!values) return [];
  return Array.from({ length: values.nValues }, (_, i) => {
    const value = values.getNth(i)?.getDouble() ?? FLOOR;
    return Math.max(Math.round(value * 100) / 100, FLOOR);
  });
}
