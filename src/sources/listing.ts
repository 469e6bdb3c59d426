/** What can be heard, as `GET /api/sources` and `--list-sources` show it. */

import type { ListedDevice, ListedParameter, ListedSource, SourceList, SourceState } from '../api.js';
import type { Device } from '../engine/protocol.js';
import type { Sources } from '../pipelines/catalog.js';
import type { Parameter, SourceDefinition } from '../pipelines/definition.js';
import { type Values, valueOf } from '../pipelines/resolve.js';
import { missingFor } from './missing-elements.js';
import { noDevices } from './no-devices.js';

/** The source that plays, with what was chosen for it. */
export interface Playing {
  definition: SourceDefinition;
  values: Values;
}

/** The same, and how it fares. */
interface Faring extends Playing {
  state: SourceState;
}

export function listAll(
  files: Sources,
  devices: readonly Device[],
  missingElements: readonly string[],
  playing: Faring,
): SourceList {
  return {
    sources: listSources(files, missingElements, playing),
    devices: listDevices(devices, playing),
    ...(devices.length === 0 ? { noDevices: noDevices() } : {}),
  };
}

/** By name, with those that cannot be used. */
export function listSources(
  { sources, problems }: Pick<Sources, 'sources' | 'problems'>,
  missingElements: readonly string[],
  playing?: Faring,
): ListedSource[] {
  const active = playing?.definition;
  const broken = [...problems].filter(([name]) => !sources.has(name));
  const found = [
    ...[...sources.values()].map((definition) =>
      listed(definition, definition.name === active?.name, missingElements),
    ),
    ...broken.map(([name, { message }]) => {
      // What was read of the file before it broke plays on; of any other nothing is known, not even its kind.
      const known = name === active?.name ? listed(active, true, missingElements) : unknown(name);
      return { ...known, problem: message };
    }),
  ];
  if (active && !found.some(({ name }) => name === active.name)) {
    found.push({
      ...listed(active, true, missingElements),
      problem: 'Its file is gone; it plays on until another is chosen.',
    });
  }
  return found
    .map((source) => ({ ...source, state: stateOf(source, playing) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function listDevices(devices: readonly Device[], playing: Faring): ListedDevice[] {
  return devices.map((device, index) => {
    const { id, name, kind, channels, isDefault } = device;
    const active = plays(playing, device);
    return {
      index,
      id,
      name,
      kind,
      channels,
      isDefault,
      active,
      state: stateOf({ active }, playing),
    };
  });
}

export function listParameters(parameters: Readonly<Record<string, Parameter>>): ListedParameter[] {
  return Object.entries(parameters).map(
    ([name, { type, description, default: preset, minimum, maximum, enum: choices }]) => ({
      name,
      type,
      description,
      default: preset,
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(choices === undefined ? {} : { enum: [...choices] }),
    }),
  );
}

/** What is not playing is idle, unless it could not. */
function stateOf({ active, problem }: { active: boolean; problem?: string }, playing?: Faring): SourceState {
  if (active && playing) return playing.state;
  return problem === undefined ? 'idle' : 'failed';
}

function listed(
  definition: SourceDefinition,
  active: boolean,
  missingElements: readonly string[],
): Omit<ListedSource, 'state'> {
  const { name, title, description, kind, parameters, requires } = definition;
  const problem = missingFor('It', requires, missingElements);
  return {
    name,
    title,
    description,
    kind,
    active,
    parameters: listParameters(parameters),
    ...(problem === undefined ? {} : { problem }),
  };
}

function unknown(name: string): Omit<ListedSource, 'state'> {
  return { name, title: name, description: '', kind: 'file', active: false, parameters: [] };
}

/** Whether a source captures from this device. */
export function plays({ definition: { kind, parameters }, values }: Playing, device: Device): boolean {
  const parameter = parameters.device;
  if (!parameter || kind !== device.kind) return false;
  const wish = String(valueOf('device', parameter, values));
  return isDefaultDevice(wish) ? device.isDefault : wish === device.id;
}

/** Whether a capture's device is whatever the system's default is: nothing, or PulseAudio's words for it. */
function isDefaultDevice(wish: string): boolean {
  return wish === '' || /^@DEFAULT_(MONITOR|SOURCE)@$/.test(wish);
}
