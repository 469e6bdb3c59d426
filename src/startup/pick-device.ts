import type { Engine, EngineEvents } from '../engine/engine.js';
import type { Device, SourceSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import { deviceSource } from '../sources/probed.js';
import { describeDevices } from './choose-source.js';
import { devicePrompt } from './device-prompt.js';

/**
 * Lets a person at the terminal choose a device, each with its level as it is now.
 * @returns its number in the list
 * @throws AppError `unknown-device` when there is none, `invalid-config` when nobody is at a terminal
 */
export async function pickDevice(engine: Engine, catalog: Catalog, devices: Device[]): Promise<number> {
  if (devices.length === 0) throw new AppError('unknown-device', describeDevices(devices));
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const detail = '--pick needs a terminal. Choose with --input-device; --list-devices shows them.';
    throw new AppError('invalid-config', detail);
  }
  await engine.probe(devices.flatMap((device, index) => probed(catalog, device, index)));
  try {
    return await devicePrompt({
      message: 'What shall be heard?',
      choices: devices.map(({ name, kind }) => ({
        name,
        note: kind === 'system' ? 'system sound' : 'microphone',
      })),
      watchLevels(onLevel) {
        const listener = ({ name, peak }: EngineEvents['probe'][0]) =>
          onLevel(Number(name), Math.max(...peak));
        engine.on('probe', listener);
        return () => engine.off('probe', listener);
      },
    });
  } finally {
    await engine.probe([]);
  }
}

/** The device's source under its number; none where no source file fits its kind. */
function probed({ sources }: Catalog, device: Device, index: number): SourceSpec[] {
  const source = deviceSource(sources.values(), device);
  return source ? [{ ...source, name: String(index) }] : [];
}
