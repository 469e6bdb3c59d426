import type { Device, SourceSpec } from '../engine/protocol.js';
import type { SourceDefinition } from '../pipelines/definition.js';
import { resolveSource } from '../pipelines/source.js';
import { type Playing, plays } from './listing.js';
import { missingFor } from './missing-elements.js';

/** Something to be played unheard, and whose level that then is. */
export interface Probed {
  spec: SourceSpec;
  /** The device's id, where it is one's. */
  device?: string;
  /** Names of all sources that capture this. */
  sources: string[];
}

/**
 * What can be probed without harm: every device, and what makes its sound itself. Not files and what comes from the
 * network, as a second one would cost as much as the first or fight for its port; and no application, which may be
 * cut off from its output when it is recorded too early.
 */
export function probedOf(
  definitions: Iterable<SourceDefinition>,
  devices: readonly Device[],
  missingElements: readonly string[],
  playing: Playing,
): Probed[] {
  const usable = [...definitions].filter(
    ({ requires }) => missingFor('It', requires, missingElements) === undefined,
  );
  const chosen = (definition: SourceDefinition): Playing =>
    definition.name === playing.definition.name ? playing : { definition, values: {} };
  return [
    ...devices.flatMap((device) => {
      const spec = deviceSource(usable, device);
      if (!spec) return [];
      const sources = usable.filter((definition) => plays(chosen(definition), device));
      return [{ spec, device: device.id, sources: sources.map(({ name }) => name) }];
    }),
    ...usable
      .filter(({ kind }) => kind === 'test')
      .map(chosen)
      .map(({ definition, values }) => ({
        spec: { ...resolveSource(definition, values), name: `source ${definition.name}` },
        sources: [definition.name],
      })),
  ];
}

/** The device as the source that bears the name of its kind would capture it; undefined: there is none that can. */
export function deviceSource(
  definitions: Iterable<SourceDefinition>,
  { id, kind }: Device,
): SourceSpec | undefined {
  const source = [...definitions].find(({ name }) => name === kind);
  if (!source || !Object.hasOwn(source.parameters, 'device')) return undefined;
  return { ...resolveSource(source, { device: id }), name: `device ${id}` };
}
