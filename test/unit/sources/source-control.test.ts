import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SourceRequest } from '../../../src/api.js';
import type { Device } from '../../../src/engine/protocol.js';
import { AppError } from '../../../src/errors.js';
import { controls, type ControlsOptions, pipelineFiles } from '../../support/controls.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { RecordedLog } from '../../support/recorded-log.js';

const SPEAKERS: Device = {
  id: 'speakers.monitor',
  name: 'Speakers',
  kind: 'system',
  isDefault: true,
  channels: 2,
};
const HDMI: Device = { id: 'hdmi.monitor', name: 'HDMI', kind: 'system', isDefault: false, channels: 8 };
const WEBCAM: Device = { id: 'webcam', name: 'Webcam', kind: 'microphone', isDefault: true, channels: 1 };
const DEVICES = [WEBCAM, SPEAKERS, HDMI];

const unavailable = () => new AppError('engine-unavailable', 'The engine is starting.');
const unbuildable = () =>
  new AppError('invalid-pipeline', 'Source "test-tone" cannot be used: no element "x".');

async function started(options: Partial<ControlsOptions> = {}) {
  const engine = new FakeEngine();
  const log = new RecordedLog();
  const onStatus = vi.fn();
  const onSources = vi.fn();
  const made = controls({ engine, log, onStatus, onSources, ...options });
  await made.source.start();
  engine.say('running');
  onStatus.mockClear();
  onSources.mockClear();
  return { engine, log, onStatus, onSources, ...made };
}

describe('what plays', () => {
  it('is at first what was chosen at the start, with its parameters', async () => {
    const { source, engine } = await started({ values: { frequency: 1000 } });
    expect(engine.sources).toMatchObject([{ name: 'test-tone', properties: { tone: { freq: 1000 } } }]);
    expect(source.status).toEqual({
      name: 'test-tone',
      title: 'Test tone',
      kind: 'test',
      state: 'running',
      parameters: { frequency: 1000, volume: 0.5 },
    });
  });

  it('is as the engine says, with the reason', async () => {
    const { source, engine, onStatus, log } = await started();
    engine.say('waiting', 'its device is gone');
    expect(source.status).toMatchObject({ state: 'waiting', reason: 'its device is gone' });
    expect(onStatus).toHaveBeenCalledTimes(1);
    expect(log.of('warn', 'source')).toEqual([
      { source: 'test-tone', state: 'waiting', reason: 'its device is gone' },
    ]);
    engine.say('running');
    expect(source.status).not.toHaveProperty('reason');
  });

  it('waits while the engine is being restarted', async () => {
    const { source, engine } = await started();
    engine.die();
    expect(source.status).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(/engine/) as string,
    });
  });

  it('is not what the engine says of a source that was replaced', async () => {
    const { source, engine } = await started();
    await source.choose({ name: 'noise' });
    engine.say('running');
    engine.emit('source', { name: 'test-tone', state: 'failed', reason: 'late' });
    expect(source.status).toMatchObject({ name: 'noise', state: 'running' });
  });
});

describe('a choice', () => {
  it('plays, is told of, and is logged with its parameters', async () => {
    const { source, engine, onStatus, onSources, log } = await started();
    const status = await source.choose({ name: 'test-tone', parameters: { frequency: 880 } });
    expect(status).toEqual({
      name: 'test-tone',
      title: 'Test tone',
      kind: 'test',
      state: 'starting',
      parameters: { frequency: 880, volume: 0.5 },
    });
    expect(engine.sources.at(-1)?.properties).toEqual({ tone: { freq: 880, volume: 0.5 } });
    expect(onStatus).toHaveBeenCalled();
    expect(onSources).toHaveBeenCalled();
    expect(log.of('info', 'source chosen')).toEqual([
      { source: 'test-tone', parameters: { frequency: 880 } },
    ]);
  });

  it('has the old name until the engine has taken it', async () => {
    const { source, engine } = await started();
    const release = engine.holdOpening();
    const choosing = source.choose({ name: 'noise' });
    await Promise.resolve();
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
    release();
    expect(await choosing).toMatchObject({ name: 'noise' });
  });

  it('is as the engine said before it confirmed the choice', async () => {
    const { source, engine } = await started();
    const taken = vi.spyOn(engine, 'setSource').mockImplementationOnce(({ name }) => {
      engine.emit('source', { name, state: 'idle' });
      return Promise.resolve();
    });
    expect(await source.choose({ name: 'noise' })).toMatchObject({ name: 'noise', state: 'idle' });
    expect(taken).toHaveBeenCalledTimes(1);
  });

  it('after a choice is made after it: the last one plays, whatever the first one waits for', async () => {
    const { source, engine } = await started();
    const both = Promise.all([source.choose({ name: 'noise' }), source.choose({ name: 'microphone' })]);
    expect((await both).map(({ name }) => name)).toEqual(['noise', 'microphone']);
    expect(engine.sources.map(({ name }) => name)).toEqual(['test-tone', 'noise', 'microphone']);
    expect(source.status.name).toBe('microphone');
  });

  it.each<[SourceRequest, string]>([
    [{ name: 'radio' }, 'unknown-source'],
    [{ name: 'toString' }, 'unknown-source'],
    [{ name: 'noise', parameters: { volume: 1 } }, 'invalid-pipeline'],
    [{ name: 'test-tone', parameters: { volume: 2 } }, 'invalid-pipeline'],
    [{ name: 'system' }, 'missing-elements'],
  ])('%j is refused, and the old one plays on', async (request, code) => {
    const { source, engine, onStatus } = await started({ missingElements: ['pulsesrc'] });
    await expect(source.choose(request)).rejects.toMatchObject({ code });
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
    expect(engine.sources).toHaveLength(1);
    expect(onStatus).not.toHaveBeenCalled();
  });

  it.each([unavailable(), unbuildable()])(
    'that the engine refuses leaves the old one: $code',
    async (failure) => {
      const { source, engine } = await started();
      engine.buildFailure = failure;
      await expect(source.choose({ name: 'noise' })).rejects.toBe(failure);
      expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
      engine.buildFailure = undefined;
      await expect(source.choose({ name: 'noise' })).resolves.toMatchObject({ name: 'noise' });
    },
  );
});

describe('a chosen device', () => {
  it.each([
    ['system', HDMI.id],
    ['microphone', WEBCAM.id],
    ['system', '@DEFAULT_MONITOR@'],
  ])('of source %s may be %s', async (name, device) => {
    const { source, engine } = await started({ devices: DEVICES });
    await source.choose({ name, parameters: { device } });
    expect(engine.sources.at(-1)?.properties).toEqual({ capture: { device } });
  });

  it.each([
    ['system', WEBCAM.id],
    ['system', '@DEFAULT_SOURCE@'],
    ['system', ''],
    ['system', 'gramophone'],
    ['microphone', SPEAKERS.id],
  ])('of source %s is never %j: no microphone under another name', async (name, device) => {
    const { source, engine } = await started({ devices: DEVICES });
    await expect(source.choose({ name, parameters: { device } })).rejects.toMatchObject({
      code: 'unknown-device',
    });
    expect(engine.sources).toHaveLength(1);
  });

  it('is refused with the reason where there is none at all', async () => {
    const { source } = await started();
    const choosing = source.choose({ name: 'system', parameters: { device: 'x' } });
    await expect(choosing).rejects.toThrow(/No capture device was found/);
  });
});

describe('the list', () => {
  it('has every source with what keeps it from being used', async () => {
    const { source, folder, sourceFile } = await started({ missingElements: ['pulsesrc'] });
    writeFileSync(sourceFile('broken'), 'title: Broken\nkind: radio\n');
    await source.reload();
    const { sources } = await source.list();
    expect(sources.map(({ name }) => name)).toEqual(['broken', 'microphone', 'noise', 'system', 'test-tone']);
    const [broken, microphone, noise, , tone] = sources;
    expect(broken?.state).toBe('failed');
    expect(broken?.problem).toBe(`${folder}/sources/broken.yaml:1: "launch" needs a text.`);
    expect(microphone?.problem).toMatch(/needs pulsesrc, which GStreamer lacks.*setup\.mjs/);
    expect(noise).toEqual({
      name: 'noise',
      title: 'Noise',
      description: 'Noise',
      kind: 'test',
      active: false,
      state: 'idle',
      parameters: [],
    });
    expect(tone).toMatchObject({
      active: true,
      state: source.status.state,
      parameters: [
        { name: 'frequency', type: 'number', default: 440, minimum: 20, maximum: 20_000, description: 'Hz' },
        { name: 'volume' },
      ],
    });
  });

  it('has every device, as --input-device counts them', async () => {
    const { source } = await started({ devices: DEVICES });
    const { devices, noDevices } = await source.list();
    expect(devices).toEqual([
      { index: 0, ...WEBCAM, active: false, state: 'idle' },
      { index: 1, ...SPEAKERS, active: false, state: 'idle' },
      { index: 2, ...HDMI, active: false, state: 'idle' },
    ]);
    expect(noDevices).toBeUndefined();
  });

  it.each<[SourceRequest, string | undefined]>([
    [{ name: 'system' }, SPEAKERS.id],
    [{ name: 'system', parameters: { device: HDMI.id } }, HDMI.id],
    [{ name: 'microphone' }, WEBCAM.id],
    [{ name: 'noise' }, undefined],
  ])('with %j marks the device that plays: %s', async (request, id) => {
    const { source } = await started({ devices: DEVICES });
    await source.choose(request);
    const { devices } = await source.list();
    expect(devices.find(({ active }) => active)?.id).toBe(id);
    expect(devices.filter(({ active }) => active)).toHaveLength(id === undefined ? 0 : 1);
  });

  it('says why where there is no device', async () => {
    const { source } = await started();
    expect((await source.list()).noDevices).toMatch(/^No capture device was found: /);
  });

  it('follows devices that come and go', async () => {
    const { source, engine, onSources } = await started({ devices: DEVICES });
    engine.emit('devices', [HDMI]);
    expect(onSources).toHaveBeenCalledTimes(1);
    expect((await source.list()).devices.map(({ id }) => id)).toEqual([HDMI.id]);
  });

  it('asks the engine anew after a second, and shows what was known while that is away', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { source, engine } = await started({ devices: DEVICES });
    engine.machine = [HDMI];
    expect((await source.list()).devices).toHaveLength(3);
    vi.setSystemTime(Date.now() + 1001);
    expect((await source.list()).devices).toHaveLength(1);
    engine.machine = unavailable();
    vi.setSystemTime(Date.now() + 1001);
    expect((await source.list()).devices).toHaveLength(1);
  });
});

describe('a file that is edited', () => {
  const tone = (more = '') =>
    `${pipelineFiles['sources/test-tone.yaml'].replace('default: 440', 'default: 550')}${more}`;

  it('is applied at once if it is the one that plays, with the values that still fit', async () => {
    const { source, engine, sourceFile, onSources } = await started({
      values: { frequency: 15_000, volume: 0.1 },
    });
    writeFileSync(sourceFile('test-tone'), tone().replace('maximum: 20000', 'maximum: 10000'));
    await vi.waitFor(() => expect(engine.sources).toHaveLength(2));
    expect(engine.sources.at(-1)?.properties).toEqual({ tone: { freq: 550, volume: 0.1 } });
    await source.list();
    expect(onSources).toHaveBeenCalled();
  });

  it('is only listed if it is another', async () => {
    const { source, engine, sourceFile, onSources } = await started();
    writeFileSync(sourceFile('hum'), 'title: Hum\nkind: test\nlaunch: audiotestsrc freq=50\n');
    await vi.waitFor(() => expect(onSources).toHaveBeenCalled());
    expect((await source.list()).sources.map(({ name }) => name)).toContain('hum');
    expect(engine.sources).toHaveLength(1);
    await expect(source.choose({ name: 'hum' })).resolves.toMatchObject({ title: 'Hum' });
  });

  it('with a mistake changes nothing but the reason, until it is mended', async () => {
    const { source, engine, sourceFile, log, onStatus } = await started();
    writeFileSync(sourceFile('test-tone'), tone('lunch: 1\n'));
    await source.reload();
    await source.reload();
    expect(engine.sources).toHaveLength(1);
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
    const place = `${sourceFile('test-tone')}:7: "lunch" is not a key`;
    expect(source.status.reason).toContain(place);
    const warnings = log.of('warn', 'the edited source cannot be used; what was there before plays on');
    expect(warnings).toEqual([{ source: 'test-tone', reason: expect.stringContaining(place) as string }]);
    expect((await source.list()).sources.find(({ active }) => active)).toMatchObject({
      name: 'test-tone',
      title: 'Test tone',
      problem: expect.stringContaining(place) as string,
    });

    onStatus.mockClear();
    writeFileSync(sourceFile('test-tone'), pipelineFiles['sources/test-tone.yaml']);
    await source.reload();
    expect(source.status).not.toHaveProperty('reason');
    expect(onStatus).toHaveBeenCalled();
    expect(engine.sources).toHaveLength(1);
  });

  it('that the engine cannot build is told of with its line, and stays unplayed', async () => {
    const { source, engine, sourceFile } = await started();
    engine.buildFailure = unbuildable();
    writeFileSync(sourceFile('test-tone'), tone());
    await source.reload();
    expect(source.status).toMatchObject({ state: 'running' });
    expect(source.status.reason).toContain(`${sourceFile('test-tone')}:3: Source "test-tone" cannot be used`);
    engine.buildFailure = undefined;
    await source.reload();
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'starting' });
    expect(source.status).not.toHaveProperty('reason');
    expect(engine.sources).toHaveLength(2);
  });

  it('while the engine is away is applied when it is back', async () => {
    const { engine, source, sourceFile } = await started();
    engine.die();
    engine.buildFailure = unavailable();
    writeFileSync(sourceFile('test-tone'), tone());
    await source.reload();
    engine.buildFailure = undefined;
    engine.emit('ready', { gstreamer: [1, 22, 0], missingElements: [] });
    await vi.waitFor(() => expect(engine.sources).toHaveLength(2));
  });

  it('that is gone leaves its sound playing, and says so', async () => {
    const { source, engine, sourceFile } = await started();
    rmSync(sourceFile('test-tone'));
    await source.reload();
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
    expect(source.status.reason).toMatch(/"test-tone" is gone/);
    expect((await source.list()).sources.at(-1)).toMatchObject({ name: 'test-tone', active: true });
    expect(engine.sources).toHaveLength(1);
    await source.choose({ name: 'noise' });
    expect(source.status).not.toHaveProperty('reason');
  });

  it('in a folder that is gone changes nothing', async () => {
    const { source, folder, log } = await started();
    rmSync(folder, { recursive: true });
    await source.reload();
    expect(source.status).toMatchObject({ name: 'test-tone', state: 'running' });
    expect(
      log.lines.some(({ level, message }) => level === 'warn' && message.includes('cannot be read')),
    ).toBe(true);
    expect((await source.list()).sources).toHaveLength(4);
  });
});

it('close() ends the watching and the listening, and may be called twice', async () => {
  const { source, processing, engine, sourceFile, onStatus, onSources } = await started();
  processing.close();
  await source.close();
  await source.close();
  writeFileSync(sourceFile('test-tone'), 'broken');
  engine.say('failed');
  engine.emit('devices', []);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(onStatus).not.toHaveBeenCalled();
  expect(onSources).not.toHaveBeenCalled();
  expect(engine.eventNames().filter((name) => engine.listenerCount(name) > 0)).toEqual([]);
});
