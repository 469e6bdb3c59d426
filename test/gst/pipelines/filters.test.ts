import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { resolveFilter } from '../../../src/pipelines/filter.js';
import type { Values } from '../../../src/pipelines/resolve.js';
import { channelsOf, gstLaunch, RAW, withProperties } from '../../support/gst-launch.js';
import { shareAboveDb } from '../../support/spectrum.js';

const { filters } = loadCatalog(join(packageRoot(), 'pipelines'), 'linux');
const MINUS_3_DBFS = 0.708;
/** Of 16 bit. */
const STEP = 1 / 32_768;

/** A second of 440 Hz through a filter, sample by sample: nothing is encoded. */
async function through(name: string, values: Values, volume: number): Promise<Float32Array> {
  const filter = filters.find((known) => known.name === name);
  if (!filter) throw new Error(`there is no filter "${name}"`);
  const { launch, properties } = resolveFilter(filter, values);
  const sound = await gstLaunch(
    `audiotestsrc freq=440 volume=${volume} samplesperbuffer=480 num-buffers=100 ! audioconvert ! ` +
      `audio/x-raw,format=F32LE,rate=48000,channels=2,channel-mask=(bitmask)0x3 ! ` +
      `${withProperties(launch, properties)} ! audioconvert dithering=none ! ${RAW} ! fdsink fd=1`,
  );
  return channelsOf(sound).left;
}

const peakOf = (samples: Float32Array) =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

function mostApart(one: Float32Array, other: Float32Array): number {
  return one.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (other[i] ?? 0))), 0);
}

describe('the limiter', () => {
  it.each([0.1, 0.25, 0.5, 0.7])('lets no sample of a tone at -3 dBFS above %d', async (threshold) => {
    const peak = peakOf(await through('limiter', { threshold }, MINUS_3_DBFS));
    expect(peak).toBeLessThanOrEqual(threshold + STEP);
    expect(peak).toBeGreaterThan(threshold - 2 * STEP);
  });

  it('passes what is below unchanged', async () => {
    const plain = await through('gain', { factor: 1 }, 0.25);
    const limited = await through('limiter', { threshold: 0.3 }, 0.25);
    expect(limited.length).toBe(plain.length);
    expect(mostApart(limited, plain)).toBeLessThanOrEqual(STEP);
  });
});

describe('the compressor', () => {
  it('leaves of what is above its threshold what its ratio says', async () => {
    const sound = await through('compressor', { threshold: 0.25, ratio: 0.5 }, MINUS_3_DBFS);
    expect(peakOf(sound)).toBeCloseTo(0.25 + (MINUS_3_DBFS - 0.25) * 0.5, 2);
  });

  it('passes what is below unchanged', async () => {
    const plain = await through('gain', { factor: 1 }, 0.2);
    expect(mostApart(await through('compressor', {}, 0.2), plain)).toBeLessThanOrEqual(STEP);
  });

  it('colours less with a soft knee', async () => {
    const [hard, soft] = await Promise.all(
      ['hard-knee', 'soft-knee'].map((knee) =>
        through('compressor', { threshold: 0.25, ratio: 0.5, knee }, MINUS_3_DBFS),
      ),
    );
    if (!hard || !soft) throw new Error('nothing came');
    expect(shareAboveDb(soft, 48_000, 1000)).toBeLessThan(shareAboveDb(hard, 48_000, 1000) - 3);
  });
});
