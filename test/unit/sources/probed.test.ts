import { beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/protocol.js';
import { loadSources, type Sources } from '../../../src/pipelines/catalog.js';
import type { Playing } from '../../../src/sources/listing.js';
import { probedOf } from '../../../src/sources/probed.js';
import { findSource } from '../../../src/sources/find-source.js';
import { pipelineFiles } from '../../support/controls.js';
import { tempFolder } from '../../support/temp-folder.js';

const device = (id: string, kind: Device['kind'], isDefault = false): Device => ({
  id,
  name: id,
  kind,
  isDefault,
  channels: 2,
});
const devices = [
  device('hdmi.monitor', 'system', true),
  device('usb.monitor', 'system'),
  device('webcam', 'microphone', true),
];
let files: Sources;
beforeEach(() => {
  files = loadSources(
    tempFolder({
      ...pipelineFiles,
      'sources/song.yaml': 'title: Song\nkind: file\nlaunch: filesrc name=reader ! decodebin\n',
      'sources/rtp.yaml': 'title: RTP\nkind: network\nlaunch: udpsrc ! rtpopusdepay ! opusdec\n',
      'sources/browser.yaml': 'title: Browser\nkind: application\nlaunch: pulsesrc device=Firefox\n',
    }),
    'linux',
  );
});

function playing(name: string, values: Playing['values'] = {}): Playing {
  return { definition: findSource(files, name), values };
}

function probed(now: Playing, { listed = devices, missing = [] as string[] } = {}) {
  return probedOf(files.sources.values(), listed, missing, now);
}

describe('what is probed', () => {
  it('is every device as its own kind of source captures it, and what makes its sound itself; nothing else', () => {
    expect(
      probed(playing('test-tone')).map(({ spec, device, sources }) => [spec.name, device, sources]),
    ).toEqual([
      ['device hdmi.monitor', 'hdmi.monitor', ['system']],
      ['device usb.monitor', 'usb.monitor', []],
      ['device webcam', 'webcam', ['microphone']],
      ['source noise', undefined, ['noise']],
      ['source test-tone', undefined, ['test-tone']],
    ]);
  });

  it('captures from the device by its id', () => {
    const [first, , microphone] = probed(playing('test-tone'));
    expect(first?.spec).toMatchObject({
      kind: 'system',
      properties: { capture: { device: 'hdmi.monitor' } },
    });
    expect(microphone?.spec).toMatchObject({
      kind: 'microphone',
      properties: { capture: { device: 'webcam' } },
    });
  });

  it('is the level of the source that plays where that is: its device, its parameters', () => {
    const system = probed(playing('system', { device: 'usb.monitor' }));
    expect(system.map(({ sources }) => sources).slice(0, 2)).toEqual([[], ['system']]);
    const tone = probed(playing('test-tone', { frequency: 880 })).at(-1);
    expect(tone?.spec.properties).toEqual({ tone: { freq: 880, volume: 0.5 } });
  });

  it('has no capture where there is no device, as without a sound server', () => {
    expect(probed(playing('system'), { listed: [] }).map(({ spec }) => spec.kind)).toEqual(['test', 'test']);
  });

  it('leaves out what this machine lacks the elements for', () => {
    const names = probed(playing('test-tone'), { missing: ['pulsesrc', 'audiotestsrc'] });
    expect(names.map(({ spec }) => spec.name)).toEqual(['source test-tone']);
  });
});
