import { assignProperties } from './elements.js';
import type { Message } from './gi.js';
import { nameOf } from './message.js';

const LONGER_THAN_ANY_LATENCY_NS = 10_000_000_000;

/**
 * webrtcbin holds every packet back, by a `clocksync` that it makes with the first one, until the latency of the whole
 * pipeline has passed, which it learns when somebody else joins. Live sound has no reason to wait: it would be late by
 * that, and overflow the queue in front of its encoder.
 * @param message a change of state, which tells of new elements
 */
export function dropPacketWait(message: Message): void {
  if (!/^clocksync\d+$/.test(nameOf(message))) return;
  assignProperties(message.src, { tsOffset: -LONGER_THAN_ANY_LATENCY_NS });
}
