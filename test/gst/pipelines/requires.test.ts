import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { coreElements } from '../../../src/startup/elements.js';
import { channelsOf, gstLaunch, propertiesOf, RAW } from '../../support/gst-launch.js';
import { rmsDb } from '../../support/spectrum.js';

const folder = join(packageRoot(), 'pipelines');
const { sources, codecs } = loadCatalog(folder, 'linux');

const texts = [
  ...[...sources.values()].map(({ name, launch, requires }) => ({
    name: `source ${name}`,
    launch,
    requires,
  })),
  ...codecs.map(({ name, encode, payload, requires }) => ({
    name: `codec ${name}`,
    launch: `${encode} ! ${payload}`,
    requires,
  })),
];

/** Of a launch text: words that are no caps, no property and no reference to a pad. */
function elementsOf(launch: string): string[] {
  return launch.split(/\s+/).filter((word) => /^[a-z]\w+$/.test(word));
}

describe.each(texts)('what $name requires', ({ launch, requires }) => {
  it('is here, under that name', async () => {
    for (const element of requires) await expect(propertiesOf(element), element).resolves.toBeDefined();
  });

  it('is all that it uses but for what the engine itself requires, and no more', () => {
    const used = elementsOf(launch).filter(
      (element) => !coreElements.includes(element) || requires.includes(element),
    );
    expect(used.length).toBeGreaterThan(0);
    expect(new Set(requires)).toEqual(new Set(used));
  });
});

it.each(coreElements)('the engine’s own element %s is here, under that name', async (element) => {
  await expect(propertiesOf(element)).resolves.toBeDefined();
});

it('an element that is not here is found out', async () => {
  await expect(propertiesOf('nosuchelement')).rejects.toThrow();
});

it('the commands of pipelines/README.md run', async () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8').replaceAll('\\\n', ' ');
  const commands = [...readme.matchAll(/^gst-launch-1\.0 (.*) ! autoaudiosink$/gm)].map(
    ([, text = '']) => text,
  );
  expect(commands).toHaveLength(2);
  for (const text of commands) {
    const short = text
      .replace(/ num-buffers=\d+/, '')
      .replace('audiotestsrc', 'audiotestsrc num-buffers=100');
    const sound = await gstLaunch(`${short} ! audioresample ! audioconvert ! ${RAW} ! fdsink fd=1`);
    expect(rmsDb(channelsOf(sound).left)).toBeGreaterThan(-60);
  }
});
