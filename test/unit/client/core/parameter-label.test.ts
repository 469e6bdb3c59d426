import { expect, it } from 'vitest';
import { parameterLabel } from '../../../../client/src/core/parameter-label.js';

it.each([
  ['frequency', 'Hz', 'Frequency (Hz)'],
  ['leftVolume', 'peak, 1 is full scale', 'Left volume (peak, 1 is full scale)'],
  ['tick_interval2Max', '', 'Tick interval2 max'],
])('calls %s by its words', (name, description, label) => {
  expect(parameterLabel({ name, description })).toBe(label);
});
