import type { EngineInfo } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Catalog } from '../pipelines/catalog.js';
import { INSTALL_HINT, missingFor } from '../sources/missing-elements.js';
import { usableCodecs, verifyEngine } from '../startup/elements.js';
import type { Finding } from './finding.js';

const topic = 'GStreamer';

/** Whether GStreamer has what is needed, for anything at all and for the things that are chosen. */
export function examineElements(info: EngineInfo, catalog: Catalog, bitrate: number): Finding[] {
  const version = info.gstreamer.join('.');
  try {
    verifyEngine(info);
    const { codecs, warnings } = usableCodecs(catalog.codecs, info.missingElements, bitrate);
    const names = codecs.map(({ name }) => name).join(', ');
    return [
      { topic, verdict: 'ok', says: `${version} with ${names}` },
      ...warnings.map((says): Finding => ({ topic: 'codecs', verdict: 'note', says })),
      ...unusable(catalog, info.missingElements),
    ];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ topic, verdict: 'problem', says: `${version}: ${error.message}`, fix: INSTALL_HINT }];
  }
}

function unusable({ sources, filters, problems }: Catalog, missing: readonly string[]): Finding[] {
  const says = [
    ...[...sources.values()].map(({ name, requires }) => missingFor(`Source "${name}"`, requires, missing)),
    ...filters.map(({ name, requires }) => missingFor(`Filter "${name}"`, requires, missing)),
    ...[...problems.values()].map(({ message }) => message),
  ];
  return says.flatMap((text) =>
    text === undefined ? [] : [{ topic: 'pipelines', verdict: 'note', says: text }],
  );
}
