/**
 * In-band FEC, as libopus really does it (opus_encoder.c, measured with libopus 1.3.1 on stereo). Only SILK,
 * its speech coder, alone or as the lower band of its hybrid mode, can repeat the previous packet; CELT,
 * which music gets at nearly every bit rate, cannot. How much loss is expected moves the border:
 * 9 % and more make libopus code everything by SILK, 5 % only what sounds like speech.
 */

import type { AppliedNote } from '../api.js';

export interface FecCircumstances {
  /** By configuration. */
  wanted: boolean;
  /** The offer says `useinbandfec=1`. */
  offered: boolean;
  /** bps */
  bitrate: number;
  cbr: boolean;
  /** ms */
  ptime: number;
  /** SILK is used in any case. */
  speechOnly: boolean;
}

export interface Fec {
  on: boolean;
  /** Percent. */
  loss: number;
  notes: AppliedNote[];
}

/** Up to here nobody expects much of music, and a lost packet hurts more than SILK does, bps. */
export const LOW_BITRATE = 32_000;
const LOSS_THAT_FORCES_SILK = 10;
const LOSS_THAT_LEAVES_MUSIC_ALONE = 5;

export function chooseFec(circumstances: FecCircumstances): Fec {
  const { wanted, offered, bitrate, cbr, ptime, speechOnly } = circumstances;
  if (!wanted) return off();
  if (!offered) return off("The listener's offer does not say useinbandfec=1.");
  if (ptime < 10) return off('libopus has no FEC in packets shorter than 10 ms.');
  const lowest = lowestBitrate(ptime, cbr);
  if (bitrate < lowest) {
    return off(`libopus adds FEC only from ${String(lowest)} bps, in packets of ${String(ptime)} ms.`);
  }
  if (speechOnly || bitrate <= LOW_BITRATE) return { on: true, loss: LOSS_THAT_FORCES_SILK, notes: [] };
  const reason =
    'At this bit rate libopus sends FEC only with what it takes for speech: ' +
    'it codes music by CELT, which has no in-band FEC. For nothing but music --no-opus-useinbandfec is better.';
  return { on: true, loss: LOSS_THAT_LEAVES_MUSIC_ALONE, notes: [note(true, reason)] };
}

/** Where packets began to carry FEC in the measurements (1000 bps steps, 10 % loss, complexity 5 and 10), bps. */
function lowestBitrate(ptime: number, cbr: boolean): number {
  return (ptime < 20 ? 22_000 : 19_000) + (cbr ? 2000 : 0);
}

function off(reason?: string): Fec {
  return { on: false, loss: 0, notes: reason === undefined ? [] : [note(false, reason)] };
}

function note(applied: boolean, reason: string): AppliedNote {
  return { option: 'opus-useinbandfec', asked: true, applied, reason };
}
