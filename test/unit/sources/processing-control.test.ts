import { describe, expect, it, vi } from 'vitest';
import type { ProcessingRequest } from '../../../src/api.js';
import { AppError } from '../../../src/errors.js';
import type { ProcessingControl } from '../../../src/sources/processing-control.js';
import { controls, type ControlsOptions } from '../../support/controls.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { RecordedLog } from '../../support/recorded-log.js';

async function started(options: Partial<ControlsOptions> = {}) {
  const engine = new FakeEngine();
  const log = new RecordedLog();
  const onStatus = vi.fn();
  const { processing } = controls({ engine, log, onStatus, ...options });
  await processing.start();
  return { engine, log, onStatus, processing };
}

const namesOf = (chain: { name: string }[] | undefined) => chain?.map(({ name }) => name);

describe('the chain', () => {
  it('is empty at first, and the engine is not bothered', async () => {
    const { engine, processing } = await started();
    expect(processing.status.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['suppression', false],
      ['gain', false],
      ['mute', false],
    ]);
    expect(engine.chains).toEqual([]);
  });

  it('has what is on from the start, in the order of the files and not of the list', async () => {
    const { engine } = await started({ enabled: ['mute', 'gain'] });
    expect(engine.chains.map(namesOf)).toEqual([['gain', 'mute']]);
  });

  it('is built anew when a filter is turned on or off', async () => {
    const { engine, processing, onStatus, log } = await started();
    await processing.change({ mute: { enabled: true } });
    await processing.change({ suppression: { enabled: true } });
    await processing.change({ mute: { enabled: false } });
    expect(engine.chains.map(namesOf)).toEqual([['mute'], ['suppression', 'mute'], ['suppression']]);
    expect(onStatus).toHaveBeenCalledTimes(3);
    expect(log.of('info', 'processing changed')).toHaveLength(3);
  });

  it('keeps the values of a filter that is off, and has them when it is on again', async () => {
    const { engine, processing } = await started();
    await processing.change({ gain: { parameters: { factor: 3 } } });
    expect(engine.chains).toEqual([]);
    expect(processing.status[1]?.parameters[0]?.value).toBe(3);
    await processing.change({ gain: { enabled: true } });
    expect(engine.chains.at(-1)?.[0]?.properties).toEqual({ fader: { volume: 3 } });
  });
});

describe('a parameter of a filter that is on', () => {
  it('is changed by a new chain, which the old one crosses over to', async () => {
    const { engine, processing } = await started({ enabled: ['gain', 'mute'] });
    await processing.change({ gain: { parameters: { factor: 0.5 } } });
    expect(engine.chains.map(namesOf)).toEqual([
      ['gain', 'mute'],
      ['gain', 'mute'],
    ]);
    expect(engine.chains.at(-1)?.[0]?.properties).toEqual({ fader: { volume: 0.5 } });
  });

  it('that is as it was bothers nobody', async () => {
    const { engine, processing } = await started({ enabled: ['gain'] });
    await processing.change({ gain: { enabled: true, parameters: { factor: 1 } } });
    expect(engine.chains).toHaveLength(1);
  });
});

describe('a change', () => {
  it.each<[ProcessingRequest, string]>([
    [{ loudness: { enabled: true } }, 'unknown-filter'],
    [{ ['toString']: { enabled: true } }, 'unknown-filter'],
    [{ mute: { enabled: false }, gain: { parameters: { factor: 11 } } }, 'invalid-pipeline'],
    [{ mute: { enabled: false }, gain: { parameters: { nothing: 1 } } }, 'invalid-pipeline'],
    [{ mute: { enabled: false }, suppression: { enabled: true } }, 'missing-elements'],
  ])('%j is refused as a whole', async (request, code) => {
    const { engine, processing, onStatus } = await started({
      enabled: ['mute'],
      missingElements: ['webrtcdsp'],
    });
    const before = processing.status;
    await expect(processing.change(request)).rejects.toMatchObject({ code });
    expect(processing.status).toEqual(before);
    expect(engine.chains).toHaveLength(1);
    expect(onStatus).not.toHaveBeenCalled();
  });

  it('that the engine refuses leaves all as it was', async () => {
    const { engine, processing } = await started({ enabled: ['gain'] });
    const failure = new AppError('invalid-pipeline', 'no such property');
    const before = processing.status;
    engine.buildFailure = failure;
    await expect(processing.change({ mute: { enabled: true } })).rejects.toBe(failure);
    await expect(processing.change({ gain: { parameters: { factor: 2 } } })).rejects.toBe(failure);
    expect(processing.status).toEqual(before);
  });

  it('after a change is made after it', async () => {
    const { engine, processing } = await started();
    await Promise.all([
      processing.change({ gain: { enabled: true } }),
      processing.change({ mute: { enabled: true } }),
    ]);
    expect(engine.chains.map(namesOf)).toEqual([['gain'], ['gain', 'mute']]);
  });
});

describe('a filter that fails while it runs', () => {
  const failing = { name: 'gain', reason: 'the cable broke.' };
  const stateOf = (processing: ProcessingControl) => processing.status.map(({ state }) => state);

  it('is shown as failed with its reason, and logged; the others stay on', async () => {
    const { engine, processing, onStatus, log } = await started({ enabled: ['gain', 'mute'] });
    expect(stateOf(processing)).toEqual(['off', 'on', 'on']);
    engine.emit('filter', failing);
    expect(stateOf(processing)).toEqual(['off', 'failed', 'on']);
    expect(processing.status[1]).toMatchObject({ enabled: true });
    expect(processing.status[1]?.problem).toMatch(/goes on without it: the cable broke\. To try it again/);
    expect(onStatus).toHaveBeenCalledTimes(1);
    expect(log.of('error', 'a filter failed and is left out')).toHaveLength(1);
  });

  it('stays out when others change', async () => {
    const { engine, processing } = await started({ enabled: ['gain', 'mute'] });
    engine.emit('filter', failing);
    await processing.change({ mute: { enabled: false } });
    await processing.change({ mute: { enabled: true } });
    expect(engine.chains.slice(1).map(namesOf)).toEqual([[], ['mute']]);
  });

  it.each<[string, ProcessingRequest[]]>([
    ['turned off and on', [{ gain: { enabled: false } }, { gain: { enabled: true } }]],
    ['turned on again', [{ gain: { enabled: true } }]],
    ['set otherwise', [{ gain: { parameters: { factor: 2 } } }]],
  ])('is tried again when it is %s', async (_, requests) => {
    const { engine, processing } = await started({ enabled: ['gain', 'mute'] });
    engine.emit('filter', failing);
    for (const request of requests) await processing.change(request);
    expect(namesOf(engine.chains.at(-1))).toEqual(['gain', 'mute']);
    expect(stateOf(processing)).toEqual(['off', 'on', 'on']);
    expect(processing.status[1]).not.toHaveProperty('problem');
  });

  it('is not listened for any more after the end', async () => {
    const { engine, processing } = await started();
    processing.close();
    engine.emit('filter', failing);
    expect(processing.status[1]).not.toHaveProperty('problem');
  });
});

it('values that were chosen at the start are in the first chain, and kept by a filter that is off', async () => {
  const values = { gain: { factor: 4 }, suppression: { level: 3 } };
  const { engine, processing } = await started({ enabled: ['gain'], filterValues: values });
  expect(engine.chains.at(-1)?.[0]?.properties).toEqual({ fader: { volume: 4 } });
  expect(processing.status[0]?.parameters[0]?.value).toBe(3);
});

it('a filter whose elements are missing says so', async () => {
  const { processing } = await started({ missingElements: ['webrtcdsp'] });
  expect(processing.status[0]?.problem).toMatch(/needs webrtcdsp, which GStreamer lacks/);
  expect(processing.status[1]).not.toHaveProperty('problem');
});
