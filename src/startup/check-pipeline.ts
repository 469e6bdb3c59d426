import type { Config } from '../config/types.js';
import { suggestion } from '../config/nearest.js';
import type { Device, SourceSpec } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { type Catalog, loadCatalog, loadPipeline } from '../pipelines/catalog.js';
import type { FilterDefinition, SourceDefinition } from '../pipelines/definition.js';
import { resolveFilter } from '../pipelines/filter.js';
import { refuseMissing } from '../sources/missing-elements.js';
import { chooseFilters } from './choose-filters.js';
import { chooseSource } from './choose-source.js';
import { describeReport } from './describe-report.js';
import { startEngine } from './prepare.js';

/** What a filter is given: 440 Hz at −9 dBFS (RMS), as the test tone is, in the format of the chain. */
const TONE =
  'audiotestsrc is-live=true volume=0.5 samplesperbuffer=480 ! audioconvert ' +
  '! audio/x-raw,format=F32LE,rate=48000,channels=2,layout=interleaved,channel-mask=(bitmask)0x3';

type Subject = { source: SourceDefinition } | { filter: FilterDefinition };

/**
 * Plays a source, or the test tone through a filter, unheard for two seconds.
 * @param subject name of a source or filter, or path of a file that need not be in the folder
 * @throws AppError `unknown-source`, `invalid-pipeline`, `invalid-config`, `missing-elements`
 */
export async function checkPipeline(
  subject: string,
  config: Config,
  log: Logger,
): Promise<{ text: string; isFine: boolean }> {
  const catalog = loadCatalog(config.pipelines.folder);
  const found = /[/\\]|\.ya?ml$/.test(subject) ? loadPipeline(subject) : named(subject, catalog);
  const [kind, { name, requires }] =
    'source' in found ? (['Source', found.source] as const) : (['Filter', found.filter] as const);
  const all = withSubject(catalog, found);
  const { engine, info } = await startEngine(config, all, log);
  try {
    refuseMissing(`${kind} "${name}"`, requires, info.missingElements);
    const spec =
      'source' in found
        ? sourceSpec(found.source, config, all, await engine.devices())
        : filterSpec(found.filter, config, all);
    const report = await engine.inspect(spec);
    return {
      text: describeReport('source' in found ? 'source' : 'filter', spec, report),
      isFine: report.error === null && report.startMs !== null,
    };
  } finally {
    await engine.close();
  }
}

function named(name: string, { sources, filters, problems }: Catalog): Subject {
  const source = sources.get(name);
  if (source) return { source };
  const filter = filters.find((known) => known.name === name);
  if (filter) return { filter };
  const problem = problems.get(name) ?? problems.get(`filters/${name}`);
  if (problem) throw problem;
  const names = [...sources.keys(), ...filters.map((known) => known.name)];
  const hint = suggestion(name, names) || '.';
  throw new AppError(
    'unknown-source',
    `There is no source and no filter "${name}"${hint} There are: ${names.join(', ')}; or give the path of a file.`,
  );
}

/** A file of the same name in the folder steps back. */
function withSubject(catalog: Catalog, found: Subject): Catalog {
  if ('source' in found) {
    return { ...catalog, sources: new Map(catalog.sources).set(found.source.name, found.source) };
  }
  const others = catalog.filters.filter(({ name }) => name !== found.filter.name);
  return { ...catalog, filters: [...others, found.filter] };
}

function sourceSpec(
  { name }: SourceDefinition,
  config: Config,
  catalog: Catalog,
  devices: Device[],
): SourceSpec {
  return chooseSource({ ...config.source, name }, catalog, devices).source;
}

/** The filter behind a tone, as a source. */
function filterSpec(filter: FilterDefinition, config: Config, catalog: Catalog): SourceSpec {
  const { values } = chooseFilters({ ...config.processing, filters: '' }, catalog, []);
  const { launch, properties } = resolveFilter(filter, values[filter.name] ?? {});
  const { name, title } = filter;
  return { name, title, kind: 'test', launch: `${TONE} ! ${launch}`, properties };
}
