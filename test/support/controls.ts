import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Device } from '../../src/engine/protocol.js';
import { loadCatalog } from '../../src/pipelines/catalog.js';
import type { Values } from '../../src/pipelines/resolve.js';
import { findSource } from '../../src/sources/find-source.js';
import { ProcessingControl } from '../../src/sources/processing-control.js';
import { SourceControl } from '../../src/sources/source-control.js';
import type { FakeEngine } from './fake-engine.js';
import type { RecordedLog } from './recorded-log.js';
import { tempFolder } from './temp-folder.js';

/** Pipelines of a test's own, small enough to be read at a glance. */
export const pipelineFiles = {
  'codecs/.keep': '',
  'sources/test-tone.yaml': `title: Test tone
kind: test
launch: audiotestsrc name=tone
parameters:
  frequency: { set: tone.freq, type: number, minimum: 20, maximum: 20000, default: 440, description: Hz }
  volume: { set: tone.volume, type: number, minimum: 0, maximum: 1, default: 0.5, description: peak }
`,
  'sources/noise.yaml':
    'title: Noise\nkind: test\nlaunch: audiotestsrc wave=white-noise\nrequires: [audiotestsrc]\n',
  'sources/system.yaml': `title: This computer
kind: system
launch: pulsesrc name=capture
parameters:
  device: { set: capture.device, type: string, default: "@DEFAULT_MONITOR@", description: an output }
requires: [pulsesrc]
`,
  'sources/microphone.yaml': `title: Microphone
kind: microphone
launch: pulsesrc name=capture
parameters:
  device: { set: capture.device, type: string, default: "@DEFAULT_SOURCE@", description: an input }
requires: [pulsesrc]
`,
  'filters/gain.yaml': `title: Gain
launch: volume name=fader
parameters:
  factor: { set: fader.volume, type: number, minimum: 0, maximum: 10, default: 1, description: factor }
`,
  'filters/suppression.yaml': `title: Suppression
order: 10
launch: webrtcdsp name=dsp
parameters:
  level: { set: dsp.level, type: integer, minimum: 0, maximum: 3, default: 1, description: how much }
requires: [webrtcdsp]
`,
  'filters/mute.yaml': 'title: Mute\norder: 90\nlaunch: volume mute=true\n',
};

export interface ControlsOptions {
  engine: FakeEngine;
  log: RecordedLog;
  folder?: string;
  playing?: string;
  values?: Values;
  devices?: Device[];
  missingElements?: string[];
  enabled?: string[];
  /** Of filters, by their names. */
  filterValues?: Record<string, Values>;
  onStatus?: () => void;
  onSources?: () => void;
}

/** The controls of sources and processing on a fake engine; they end with the test. */
export function controls({
  engine,
  log,
  folder = tempFolder(pipelineFiles),
  playing = 'test-tone',
  values = {},
  devices = [],
  missingElements = [],
  enabled = [],
  filterValues = {},
  onStatus = () => undefined,
  onSources = () => undefined,
}: ControlsOptions) {
  const catalog = loadCatalog(folder, 'linux');
  const source = new SourceControl({
    engine,
    folder,
    files: catalog,
    playing: { definition: findSource(catalog, playing), values },
    devices,
    missingElements,
    log,
    onStatus,
    onSources,
  });
  onTestFinished(() => source.close());
  const processing = new ProcessingControl({
    engine,
    filters: catalog.filters,
    enabled,
    values: filterValues,
    missingElements,
    log,
    onStatus,
  });
  onTestFinished(() => processing.close());
  return {
    source,
    processing,
    folder,
    sourceFile: (name: string) => join(folder, 'sources', `${name}.yaml`),
  };
}
