import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { LevelProbe } from '../../../src/sources/level-probe.js';
import type { Probed } from '../../../src/sources/probed.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { RecordedLog } from '../../support/recorded-log.js';

function probedThing(name: string, of: Partial<Probed>): Probed {
  return { spec: { name, title: name, kind: 'test', launch: '', properties: {} }, sources: [], ...of };
}
const tone = probedThing('source tone', { sources: ['tone'] });
const speakers = probedThing('device speakers', { device: 'speakers', sources: ['system', 'radio'] });

let engine: FakeEngine;
let log: RecordedLog;
let probed: Probed[];
let probe: LevelProbe;

beforeEach(() => {
  vi.useFakeTimers();
  engine = new FakeEngine();
  log = new RecordedLog();
  probed = [tone, speakers];
  probe = new LevelProbe({ engine, probed: () => Promise.resolve(probed), log });
});
afterEach(async () => {
  await probe.close();
  expect(engine.listenerCount('probe') + engine.listenerCount('ready') + engine.listenerCount('died')).toBe(
    0,
  );
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const names = () => engine.probes.map((specs) => specs.map(({ name }) => name));
const hear = (name: string, ...peak: number[]) => engine.emit('probe', { name, rms: peak, peak });

async function want(isWanted = true): Promise<void> {
  probe.want(isWanted);
  await settle();
}

describe('probing', () => {
  it('lasts from the first who wants levels to the last', async () => {
    await settle();
    expect(names()).toEqual([]);
    await want();
    await want();
    expect(names()).toEqual([['source tone', 'device speakers']]);
    await want(false);
    expect(names()).toEqual([['source tone', 'device speakers'], []]);
  });

  it('begins anew when devices or sources change, not when they are told again', async () => {
    await want();
    probe.renew();
    await settle();
    expect(names()).toHaveLength(1);
    probed = [tone];
    probe.renew();
    await settle();
    expect(names()[1]).toEqual(['source tone']);
  });

  it('begins for no change while nobody wants it', async () => {
    probe.renew();
    await settle();
    expect(names()).toEqual([]);
  });

  it('begins anew with another engine', async () => {
    await want();
    engine.die();
    engine.emit('ready', { gstreamer: [1, 22, 0], missingElements: [] });
    await settle();
    expect(names()).toEqual([names()[0], names()[0]]);
  });

  it('that fails is told at level debug alone, and tried again with the next engine', async () => {
    engine.probeFailure = new AppError('engine-unavailable', 'The audio engine is starting.');
    await want();
    expect(log.lines.filter(({ level }) => level !== 'info').map(({ level }) => level)).toEqual(['debug']);
    engine.probeFailure = undefined;
    engine.emit('ready', { gstreamer: [1, 22, 0], missingElements: [] });
    await settle();
    expect(names()).toHaveLength(1);
  });

  it('ends for certain, also where it is not known whether it began', async () => {
    await want();
    engine.probeFailure = new AppError('engine-timeout', 'It did not answer.');
    probed = [tone];
    probe.renew();
    await settle();
    engine.probeFailure = undefined;
    await want(false);
    expect(names().at(-1)).toEqual([]);
  });

  it('ends with its owner, as often as that says so', async () => {
    await want();
    await probe.close();
    await probe.close();
    expect(names().at(-1)).toEqual([]);
  });
});

describe('levels', () => {
  it('are the highest peaks of any channel since they were asked for last', async () => {
    await want();
    hear('source tone', -30, -20);
    hear('source tone', -25, -40);
    hear('device speakers', -50);
    expect(probe.take()).toEqual({
      sources: { tone: -20, system: -50, radio: -50 },
      devices: { speakers: -50 },
    });
    hear('source tone', -60);
    expect(probe.take().sources.tone).toBe(-60);
  });

  it('stay for two seconds without news, and no longer', async () => {
    await want();
    hear('source tone', -20);
    await vi.advanceTimersByTimeAsync(2000);
    expect(probe.take().sources).toEqual({ tone: -20 });
    await vi.advanceTimersByTimeAsync(1);
    expect(probe.take().sources).toEqual({});
  });

  it('are none of an engine that died, nor of what is not there any more', async () => {
    await want();
    hear('source tone', -20);
    hear('device speakers', -20);
    probed = [tone];
    probe.renew();
    await settle();
    expect(probe.take()).toEqual({ sources: { tone: -20 }, devices: {} });
    engine.die();
    expect(probe.take()).toEqual({ sources: {}, devices: {} });
  });
});
