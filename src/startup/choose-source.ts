import type { Config } from '../config/types.js';
import type { Device, SourceSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import type { SourceDefinition } from '../pipelines/definition.js';
import { resolveSource } from '../pipelines/source.js';

const FALLBACK = 'test-tone';

export interface Choice {
  source: SourceSpec;
  /** What a person should know about it. */
  warning?: string;
}

/**
 * What to play: what was asked for, else the system's sound where an audio
 * server answers, else the test tone; never a microphone by itself.
 * @throws AppError `unknown-source`, `unknown-device`, `invalid-pipeline`
 */
export function chooseSource(config: Config['source'], catalog: Catalog, devices: Device[]): Choice {
  if (config.inputDevice !== '') return { source: ofDevice(config, catalog, devices) };
  if (config.name !== 'auto') return { source: resolveSource(find(catalog, config.name)) };
  if (catalog.sources.has('system') && devices.some(({ kind }) => kind === 'system')) {
    return { source: resolveSource(find(catalog, 'system')) };
  }
  const warning =
    'No audio server with an output answers here, so the test tone plays. Start PulseAudio or PipeWire as the user who runs Earshot, or choose with --source.';
  return { source: resolveSource(find(catalog, FALLBACK)), warning };
}

function find(catalog: Catalog, name: string): SourceDefinition {
  const source = catalog.sources.get(name);
  if (source) return source;
  const problem = catalog.problems.get(name);
  if (problem) throw problem;
  const names = [...catalog.sources.keys()].join(', ');
  throw new AppError('unknown-source', `There is no source "${name}". There are: ${names}.`);
}

function ofDevice(config: Config['source'], catalog: Catalog, devices: Device[]): SourceSpec {
  const device = matchDevice(config.inputDevice, devices);
  const name = config.name === 'auto' ? device.kind : config.name;
  return resolveSource(find(catalog, name), { device: device.id });
}

/** By number in the list, by id or name, or by a part of a name that only one device has. */
function matchDevice(wish: string, devices: Device[]): Device {
  const lower = wish.toLowerCase();
  const named = devices.filter(({ id, name }) => [id.toLowerCase(), name.toLowerCase()].includes(lower));
  const similar = devices.filter(({ id, name }) => `${id}\n${name}`.toLowerCase().includes(lower));
  const found = (/^\d+$/.test(wish) ? devices[Number(wish)] : undefined) ?? named[0];
  if (found) return found;
  if (similar.length === 1 && similar[0]) return similar[0];
  const reason = similar.length > 1 ? `"${wish}" fits several devices` : `There is no device "${wish}"`;
  throw new AppError('unknown-device', `${reason}. ${describeDevices(devices)}`);
}

/** The list as `--list-devices` prints it. */
export function describeDevices(devices: Device[]): string {
  if (devices.length === 0) {
    return 'No capture device was found: no PulseAudio or PipeWire answers for this user. Start one, or run Earshot in the session of the user who hears the sound.';
  }
  const lines = devices.map(({ id, name, kind, isDefault, channels }, index) => {
    const marks = [
      kind === 'system' ? 'system sound' : 'microphone',
      `${channels} channels`,
      ...(isDefault ? ['default'] : []),
    ];
    return `  ${index}  ${name} (${marks.join(', ')})\n     ${id}`;
  });
  return ['Devices:', ...lines].join('\n');
}
