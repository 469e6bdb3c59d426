import type { Device } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Playing } from './listing.js';
import { noDevices } from './no-devices.js';

/**
 * Nobody shall hear a microphone under the name of what the computer plays, and
 * PulseAudio plays another device where it does not know the one that was named.
 * @throws AppError `unknown-device` when the chosen device is none of the source's kind
 */
export function vetDevice(
  { definition: { name, kind, parameters }, values }: Playing,
  devices: readonly Device[],
): void {
  const wish = Object.hasOwn(values, 'device') ? values.device : undefined;
  if (wish === undefined || wish === parameters.device?.default) return;
  if (kind !== 'system' && kind !== 'microphone') return;
  const fitting = devices.filter((device) => device.kind === kind);
  if (fitting.some(({ id }) => id === wish)) return;
  const ids = fitting.map(({ id }) => id).join(', ');
  const hint = devices.length === 0 ? noDevices() : `It can be one of: ${ids || 'none that is here'}.`;
  throw new AppError('unknown-device', `"${String(wish)}" is no device for source "${name}". ${hint}`);
}
