import type { EncoderStatus } from '../api.js';
import type { Plan } from '../negotiation/plan.js';
import { profileKey } from '../negotiation/profile-key.js';

/** Listeners grouped by the encoder they share: equal profiles, one encoder. */
export function encoderStatus(plans: Plan[]): EncoderStatus[] {
  const encoders = new Map<string, EncoderStatus>();
  for (const { applied, listener } of plans) {
    const key = profileKey(listener.profile);
    const known = encoders.get(key);
    if (known) {
      known.listeners += 1;
      continue;
    }
    const { codec, bitrate, channels, ptime, opus } = applied;
    encoders.set(key, {
      codec,
      applied: { bitrate, channels, ptime, ...(opus && { opus }) },
      listeners: 1,
    });
  }
  return [...encoders.values()];
}
