import type { Config } from '../config/types.js';
import type { Device, SourceSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import type { Values } from '../pipelines/resolve.js';
import type { SourceDefinition } from '../pipelines/definition.js';
import { resolveSource } from '../pipelines/source.js';
import { findSource } from '../sources/find-source.js';
import { noDevices } from '../sources/no-devices.js';
import { vetDevice } from '../sources/vet-device.js';
import { chosenValues } from './chosen-values.js';

const FALLBACK = 'test-tone';

export interface Choice {
  source: SourceSpec;
  /** What was chosen for its parameters. */
  values: Values;
  /** What a person should know about it. */
  warning?: string;
}

/**
 * What to play: what was asked for, else the system's sound where an audio
 * server answers, else the test tone; never a microphone by itself.
 * @throws AppError `unknown-source`, `unknown-device`, `invalid-pipeline`, `invalid-config`
 */
export function chooseSource(config: Config['source'], catalog: Catalog, devices: Device[]): Choice {
  if (config.inputDevice !== '') return ofDevice(config, catalog, devices);
  if (config.name !== 'auto') return withParameters(config, findSource(catalog, config.name), devices);
  if (catalog.sources.has('system') && devices.some(({ kind }) => kind === 'system')) {
    return withParameters(config, findSource(catalog, 'system'), devices);
  }
  const reason = catalog.sources.has('system')
    ? 'No audio server with an output answers here. Start PulseAudio or PipeWire as the user who runs Earshot'
    : 'There is no usable source "system". Mend its file in the folder of --pipelines';
  const warning = `The test tone plays. ${reason}, or choose with --source.`;
  return { ...withParameters(config, findSource(catalog, FALLBACK), devices), warning };
}

function withParameters(config: Config['source'], definition: SourceDefinition, devices: Device[]): Choice {
  const { name, parameters } = definition;
  const values = chosenValues('--source-params', `source "${name}"`, parameters, config.parameters);
  vetDevice({ definition, values }, devices);
  return { source: resolveSource(definition, values), values };
}

function ofDevice(config: Config['source'], catalog: Catalog, devices: Device[]): Choice {
  const device = matchDevice(config.inputDevice, devices);
  const source = findSource(catalog, config.name === 'auto' ? device.kind : config.name);
  if (!Object.hasOwn(source.parameters, 'device')) {
    const detail = `--input-device is of no use with source "${source.name}", which takes no device: leave one of them out.`;
    throw new AppError('invalid-config', detail);
  }
  // Nobody shall hear a microphone under the name of what the computer plays.
  if (['system', 'microphone'].includes(source.kind) && source.kind !== device.kind) {
    const detail = `"${device.name}" is no device for source "${source.name}": leave --source out, or choose another device. ${describeDevices(devices)}`;
    throw new AppError('unknown-device', detail);
  }
  const chosen = chosenValues(
    '--source-params',
    `source "${source.name}"`,
    source.parameters,
    config.parameters,
  );
  const values = { ...chosen, device: device.id };
  return { source: resolveSource(source, values), values };
}

/** By number in the list, else by id, by name, or by a part of one of them; each only if one device alone fits. */
function matchDevice(wish: string, devices: Device[]): Device {
  const lower = wish.toLowerCase();
  const isNumber = /^-?\d+$/.test(wish);
  const ways: ((device: Device, index: number) => boolean)[] = [
    (_, index) => isNumber && index === Number(wish),
    ({ id }) => id.toLowerCase() === lower,
    ({ name }) => name.toLowerCase() === lower,
    // A number beyond the list shall not find some device that has it in its name.
    ({ id, name }) => !isNumber && `${id}\n${name}`.toLowerCase().includes(lower),
  ];
  const found = ways.map((fits) => devices.filter(fits)).find(({ length }) => length > 0) ?? [];
  if (found[0] && found.length === 1) return found[0];
  const reason = found.length > 1 ? `"${wish}" fits several devices` : `There is no device "${wish}"`;
  throw new AppError('unknown-device', `${reason}. ${describeDevices(devices)}`);
}

/** The list as `--list-devices` prints it. */
export function describeDevices(devices: Device[]): string {
  if (devices.length === 0) return noDevices();
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
