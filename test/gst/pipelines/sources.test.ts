import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import type { PropertyValue } from '../../../src/engine/protocol.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { resolveSource } from '../../../src/pipelines/source.js';
import { channelsOf, gstLaunch, propertiesOf, RAW, withProperties } from '../../support/gst-launch.js';
import { dominantFrequency, rmsDb, shareAboveDb } from '../../support/spectrum.js';

const { sources } = loadCatalog(join(packageRoot(), 'pipelines'), 'linux');
const RATE = 48_000;
/** Buffers to hear, of 10 ms. */
const BUFFERS = 60;

/** What a source sounds like, converted as the engine does. */
async function hear(name: string, values: Record<string, PropertyValue> = {}) {
  const source = sources.get(name);
  if (!source) throw new Error(`no source ${name}`);
  const { launch, properties } = resolveSource(source, values);
  const convert = `audioconvert ! audioresample ! ${RAW} ! fdsink fd=1`;
  const ending = launch.replaceAll('audiotestsrc', `audiotestsrc num-buffers=${BUFFERS}`);
  const { left, right } = channelsOf(await gstLaunch(`${withProperties(ending, properties)} ! ${convert}`));
  return { left, right };
}

/** Steepest step between two samples: a gap or a jump is far above that of the sine itself. */
function steepest(samples: Float32Array): number {
  return samples.reduce(
    (most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - (samples[i - 1] ?? 0)))),
    0,
  );
}

const stepOf = (frequency: number, peak: number) => (2 * Math.PI * frequency * peak) / RATE;

describe('test-tone', () => {
  it('is 440 Hz at -9 dBFS on both sides, in buffers of 10 ms', async () => {
    const { left, right } = await hear('test-tone');
    expect(left.length).toBeGreaterThanOrEqual((BUFFERS - 1) * 480);
    expect(left.length).toBeLessThanOrEqual((BUFFERS + 1) * 480);
    for (const side of [left, right]) {
      expect(Math.abs(dominantFrequency(side, RATE) - 440)).toBeLessThan(1);
      expect(rmsDb(side)).toBeCloseTo(-9.03, 0);
    }
  });

  it('follows its parameters', async () => {
    const { left } = await hear('test-tone', { frequency: 1000, volume: 0.1 });
    expect(Math.abs(dominantFrequency(left, RATE) - 1000)).toBeLessThan(1);
    expect(rmsDb(left)).toBeCloseTo(-23.01, 0);
  });
});

describe('left-right', () => {
  it('is 440 Hz at -9 dBFS left and 880 Hz at -15 dBFS right', async () => {
    const { left, right } = await hear('left-right');
    expect(Math.abs(dominantFrequency(left, RATE) - 440)).toBeLessThan(1);
    expect(rmsDb(left)).toBeCloseTo(-9.03, 0);
    expect(Math.abs(dominantFrequency(right, RATE) - 880)).toBeLessThan(1);
    expect(rmsDb(right)).toBeCloseTo(-15.05, 0);
  });

  it('has no gap on either side', async () => {
    const { left, right } = await hear('left-right');
    expect(steepest(left)).toBeLessThan(stepOf(440, 0.5) * 1.1);
    expect(steepest(right)).toBeLessThan(stepOf(880, 0.25) * 1.1);
  });
});

it('silence is digital silence', async () => {
  const { left, right } = await hear('silence');
  for (const side of [left, right]) expect(side.every((sample) => sample === 0)).toBe(true);
});

describe('noise', () => {
  it('is -16 dBFS, reaches up to half the sampling rate and differs between left and right', async () => {
    const { left, right } = await hear('noise');
    for (const side of [left, right]) {
      expect(rmsDb(side)).toBeCloseTo(-16.1, 0);
      // A twelfth of the band has a twelfth of white noise's power: -10.8 dB.
      expect(shareAboveDb(side, RATE, 22_000)).toBeGreaterThan(-12.5);
    }
    const difference = left.map((sample, i) => sample - (right[i] ?? 0));
    expect(rmsDb(difference)).toBeGreaterThan(rmsDb(left));
  });
});

describe.each([...sources.values()])('$name', ({ launch, parameters, requires }) => {
  it('has elements and properties that exist', async () => {
    const known = new Map(
      await Promise.all(requires.map(async (name) => [name, await propertiesOf(name)] as const)),
    );
    for (const { element, property } of Object.values(parameters)) {
      const [, factory = ''] = new RegExp(`(\\S+) name=${element}(\\s|$)`).exec(launch) ?? [];
      expect(known.get(factory), `${factory}.${property}`).toContain(property);
    }
    for (const [, factory = '', words = ''] of launch.matchAll(
      /(?:^|\s)([a-z][a-z0-9]+)((?: [a-z-]+=\S+)+)/g,
    )) {
      for (const word of words.trim().split(' '))
        expect([...(known.get(factory) ?? []), 'name'], `${factory} ${word}`).toContain(word.split('=')[0]);
    }
  });
});
