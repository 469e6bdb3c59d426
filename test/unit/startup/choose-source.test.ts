import { describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/types.js';
import type { Device } from '../../../src/engine/protocol.js';
import { loadConfig } from '../../../src/config/load.js';
import { type Catalog, loadCatalog } from '../../../src/pipelines/catalog.js';
import { chooseSource, describeDevices } from '../../../src/startup/choose-source.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

const { config } = loadConfig([], {});
const shipped = loadCatalog(config.pipelines.folder, 'linux');

function device(id: string, name: string, kind: Device['kind'], isDefault = false): Device {
  return { id, name, kind, isDefault, channels: 2 };
}

const HEADPHONES = device('alsa_output.usb-1.monitor', 'Monitor of USB Headphones', 'system', true);
const HDMI = device('alsa_output.pci-3.monitor', 'Monitor of HDMI', 'system');
const WEBCAM = device('alsa_input.usb-7', 'Webcam', 'microphone', true);
const ALL = [WEBCAM, HDMI, HEADPHONES];

function choose(wish: Partial<Config['source']>, devices: Device[], catalog: Catalog = shipped) {
  return chooseSource({ ...config.source, ...wish }, catalog, devices);
}

describe('without a wish', () => {
  it('it is the system’s sound where there is an output, with no warning', () => {
    const { source, warning } = choose({}, ALL);
    expect(source).toMatchObject({
      name: 'system',
      properties: { capture: { device: '@DEFAULT_MONITOR@' } },
    });
    expect(warning).toBeUndefined();
  });

  it('it is the test tone where no audio server answers, and the person is told', () => {
    const { source, warning } = choose({}, []);
    expect(source.name).toBe('test-tone');
    expect(warning).toMatch(/test tone plays.*No audio server.*PulseAudio or PipeWire.*--source/);
  });

  it('it is never a microphone, not even where there is nothing else', () => {
    const { source, warning } = choose({}, [WEBCAM]);
    expect(source.name).toBe('test-tone');
    expect(warning).toContain('test tone');
  });

  it('it is the test tone where the file of the system’s sound is broken, and the person is told that', () => {
    const folder = tempFolder({
      'codecs/.keep': '',
      'sources/system.yaml': 'broken',
      'sources/test-tone.yaml': 'title: Tone\nkind: test\nlaunch: audiotestsrc',
    });
    const { source, warning } = choose({}, ALL, loadCatalog(folder, 'linux'));
    expect(source.name).toBe('test-tone');
    expect(warning).toMatch(/no usable source "system"/);
  });
});

describe('--source', () => {
  it.each(['test-tone', 'left-right', 'noise', 'silence', 'system', 'microphone'])('%s plays it', (name) => {
    const { source, warning } = choose({ name }, []);
    expect(source.name).toBe(name);
    expect(warning).toBeUndefined();
  });

  it('of an unknown name is refused with the names there are', () => {
    const error = appErrorOf(() => choose({ name: 'radio' }, ALL));
    expect(error).toMatchObject({ code: 'unknown-source', exit: 2 });
    expect(error.message).toMatch(/no source "radio".*left-right.*system.*test-tone/);
  });

  it.each(['__proto__', 'toString', '../sources/noise', ''])('%j is no source', (name) => {
    expect(appErrorOf(() => choose({ name }, ALL)).code).toBe('unknown-source');
  });

  it('of a broken file is refused with what is wrong in it', () => {
    const folder = tempFolder({ 'codecs/.keep': '', 'sources/radio.yaml': 'title: Radio\nkind: ?' });
    const error = appErrorOf(() => choose({ name: 'radio' }, ALL, loadCatalog(folder, 'linux')));
    expect(error).toMatchObject({ code: 'invalid-pipeline', exit: 2 });
    expect(error.message).toMatch(/radio\.yaml:2: /);
  });
});

describe('--input-device', () => {
  it.each([
    ['0', WEBCAM],
    ['2', HEADPHONES],
    ['alsa_output.pci-3.monitor', HDMI],
    ['ALSA_OUTPUT.PCI-3.MONITOR', HDMI],
    ['Monitor of HDMI', HDMI],
    ['webcam', WEBCAM],
    ['headphones', HEADPHONES],
    ['pci-3', HDMI],
  ])('%j finds a device by number, id, name or a part of them', (inputDevice, { id, kind }) => {
    const { source, warning } = choose({ inputDevice }, ALL);
    expect(source).toMatchObject({ name: kind, properties: { capture: { device: id } } });
    expect(warning).toBeUndefined();
  });

  it('takes a whole name before a part of another', () => {
    const monitor = device('out.monitor', 'Monitor of Webcam', 'system');
    const { source } = choose({ inputDevice: 'webcam' }, [monitor, WEBCAM]);
    expect(source.properties.capture?.device).toBe(WEBCAM.id);
  });

  it.each([
    ['3', 'There is no device "3"'],
    ['7', 'There is no device "7"'], // and not the one that has a 7 in its id
    ['-1', 'There is no device "-1"'],
    ['scarlett', 'There is no device "scarlett"'],
    ['monitor of', '"monitor of" fits several devices'],
    ['usb', '"usb" fits several devices'],
  ])('%j is refused with the list of devices', (inputDevice, reason) => {
    const error = appErrorOf(() => choose({ inputDevice }, ALL));
    expect(error).toMatchObject({ code: 'unknown-device', exit: 2 });
    expect(error.message).toContain(reason);
    for (const { name } of ALL) expect(error.message).toContain(name);
  });

  it('does not guess between two devices of the same name', () => {
    const twins = [device('in.1', 'Webcam', 'microphone'), device('in.2', 'Webcam', 'microphone')];
    expect(appErrorOf(() => choose({ inputDevice: 'webcam' }, twins)).message).toContain('fits several');
    expect(choose({ inputDevice: 'in.2' }, twins).source.properties.capture?.device).toBe('in.2');
  });

  it('says what to do where there is none at all', () => {
    expect(appErrorOf(() => choose({ inputDevice: '0' }, [])).message).toMatch(/PulseAudio or PipeWire/);
  });

  it('goes with the source it was asked for', () => {
    const { source } = choose({ name: 'microphone', inputDevice: 'webcam' }, ALL);
    expect(source).toMatchObject({ name: 'microphone', properties: { capture: { device: WEBCAM.id } } });
  });

  it('is no way to hear a microphone under the name of the system’s sound', () => {
    const error = appErrorOf(() => choose({ name: 'system', inputDevice: 'webcam' }, ALL));
    expect(error).toMatchObject({ code: 'unknown-device', exit: 2 });
    expect(error.message).toMatch(/"Webcam" is no device for source "system": leave --source out/);
  });

  it('is refused with a source that takes none', () => {
    const error = appErrorOf(() => choose({ name: 'noise', inputDevice: '0' }, ALL));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(/--input-device .*"noise"/);
  });
});

describe('the list of devices', () => {
  it('has number, name, id, and what each is', () => {
    expect(describeDevices([WEBCAM, { ...HDMI, channels: 8 }])).toBe(
      [
        'Devices:',
        '  0  Webcam (microphone, 2 channels, default)',
        '     alsa_input.usb-7',
        '  1  Monitor of HDMI (system sound, 8 channels)',
        '     alsa_output.pci-3.monitor',
      ].join('\n'),
    );
  });
});
