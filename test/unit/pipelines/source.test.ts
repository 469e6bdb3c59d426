import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PropertyValue } from '../../../src/engine/protocol.js';
import type { SourceDefinition } from '../../../src/pipelines/definition.js';
import { readPipelineFile } from '../../../src/pipelines/read.js';
import { readSource, resolveSource } from '../../../src/pipelines/source.js';
import { listParameters } from '../../../src/sources/listing.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

function sourceOf(text: string): SourceDefinition {
  return readSource('radio', readPipelineFile(join(tempFolder({ 'radio.yaml': text }), 'radio.yaml')));
}

const RADIO = `
title: Radio
kind: application
launch: >
  pulsesrc name=capture
  ! audioamplify name=gain ! volume name='fader'
parameters:
  device: { set: capture.device, type: string, default: "" }
  gain: { set: gain.amplification, type: number, minimum: 0, maximum: 10, default: 1, description: factor }
  slots: { set: capture.blocksize, type: integer, default: 4096 }
  mute: { set: fader.mute, type: boolean, default: false }
`;

describe('a source file', () => {
  it('is complete with title, kind and launch', () => {
    expect(sourceOf('title: Radio\nkind: test\nlaunch: audiotestsrc')).toEqual({
      name: 'radio',
      title: 'Radio',
      description: 'Radio',
      kind: 'test',
      platforms: ['linux', 'win32'],
      launch: 'audiotestsrc',
      parameters: {},
      requires: [],
    });
  });

  it('may fold its launch text over lines, and keep blanks in quotes', () => {
    const text = 'title: R\nkind: file\nlaunch: |\n  filesrc location="my  song.ogg"\n    ! decodebin\n\n';
    expect(sourceOf(text).launch).toBe('filesrc location="my  song.ogg" ! decodebin');
  });
});

describe('a source’s parameters', () => {
  it('have their defaults where nobody chose, and an empty text sets nothing', () => {
    const { launch, properties } = resolveSource(sourceOf(RADIO));
    expect(launch).toBe(`pulsesrc name=capture ! audioamplify name=gain ! volume name='fader'`);
    expect(properties).toEqual({
      capture: { blocksize: 4096 },
      gain: { amplification: 1 },
      fader: { mute: false },
    });
  });

  it('have the chosen values, as properties of the named elements', () => {
    const { properties } = resolveSource(sourceOf(RADIO), { device: 'sdr', gain: 0, slots: 64, mute: true });
    expect(properties).toEqual({
      capture: { device: 'sdr', blocksize: 64 },
      gain: { amplification: 0 },
      fader: { mute: true },
    });
  });

  it('leave the launch text alone, whatever a value says', () => {
    const hostile = 'x" ! filesrc location=/etc/passwd ! "';
    const plain = resolveSource(sourceOf(RADIO));
    const { launch, properties } = resolveSource(sourceOf(RADIO), { device: hostile });
    expect(launch).toBe(plain.launch);
    expect(properties.capture?.device).toBe(hostile);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ gain: 10.1 }, 'parameter "gain" is above 10'],
    [{ gain: -1 }, 'parameter "gain" is below 0'],
    [{ gain: NaN }, 'parameter "gain" needs a number'],
    [{ gain: Infinity }, 'parameter "gain" needs a number'],
    [{ gain: '1' }, 'parameter "gain" needs a number'],
    [{ slots: 1.5 }, 'parameter "slots" needs a whole number'],
    [{ mute: 'true' }, 'parameter "mute" needs true or false'],
    [{ device: 0 }, 'parameter "device" needs a text'],
    [{ device: { toString: 'x' } }, 'parameter "device" needs a text'],
    [{ volume: 1 }, '"volume" is not one of its parameters (device, gain, slots, mute)'],
    [{ constructor: 1 }, '"constructor" is not one of its parameters (device, gain, slots, mute)'],
    [JSON.parse('{"__proto__": 1}') as Record<string, unknown>, '"__proto__" is not one of its parameters'],
  ])('refuse %j in words', (values, reason) => {
    const error = appErrorOf(() => resolveSource(sourceOf(RADIO), values as Record<string, PropertyValue>));
    expect(error.code).toBe('invalid-pipeline');
    expect(error.message).toContain(`Source "radio": ${reason}`);
  });

  it('may be called as what every object has', () => {
    const odd = sourceOf(`
title: Odd
kind: test
launch: audiotestsrc name=constructor
parameters:
  toString: { set: constructor.freq, type: number, default: 440 }
`);
    expect(resolveSource(odd).properties).toEqual({ constructor: { freq: 440 } });
    expect(resolveSource(odd, { toString: 1 }).properties).toEqual({ constructor: { freq: 1 } });
    expect(Object).not.toHaveProperty('freq');
  });
});

describe('a parameter with an enum', () => {
  const WAVES = `
title: Waves
kind: test
launch: audiotestsrc name=tone
parameters:
  wave: { set: tone.wave, type: string, enum: [sine, square], default: "" }
  rate: { set: tone.rate, type: integer, enum: [1, 2], default: 1 }
`;

  it('takes what is in it', () => {
    const { properties } = resolveSource(sourceOf(WAVES), { wave: 'square', rate: 2 });
    expect(properties).toEqual({ tone: { wave: 'square', rate: 2 } });
    expect(resolveSource(sourceOf(WAVES)).properties).toEqual({ tone: { rate: 1 } });
  });

  it.each([
    [{ wave: 'saw' }, 'parameter "wave" needs one of sine, square'],
    [{ rate: 3 }, 'parameter "rate" needs one of 1, 2'],
    [{ rate: '1' }, 'parameter "rate" needs a whole number'],
  ])('refuses %j', (values, reason) => {
    expect(appErrorOf(() => resolveSource(sourceOf(WAVES), values)).message).toContain(reason);
  });

  it('is listed with it', () => {
    expect(listParameters(sourceOf(WAVES).parameters)).toMatchObject([
      { name: 'wave', enum: ['sine', 'square'] },
      { name: 'rate', enum: [1, 2] },
    ]);
  });
});
