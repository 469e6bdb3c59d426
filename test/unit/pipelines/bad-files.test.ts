import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCodec } from '../../../src/pipelines/codec.js';
import { readPipelineFile } from '../../../src/pipelines/read.js';
import { readSource } from '../../../src/pipelines/source.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

type Read = typeof readSource | typeof readCodec;

function complaint(read: Read, name: string, text: string): string {
  const path = join(tempFolder({ 'x.yaml': text }), 'x.yaml');
  const error = appErrorOf(() => read(name, readPipelineFile(path)));
  expect(error).toMatchObject({ code: 'invalid-pipeline', exit: 2 });
  return error.message.replace(path, 'x.yaml');
}

const SOURCE = ['title: Tone', 'kind: test', 'launch: audiotestsrc name=tone'];
const source = (...more: string[]) => [...SOURCE, ...more].join('\n');
const parameter = (settings: string) =>
  source('parameters:', '  good: { set: tone.freq, type: number, default: 440 }', `  pitch: ${settings}`);

describe('a source file with a fault', () => {
  it.each([
    ['', 'x.yaml:1: it should hold keys and values, such as "title: …".'],
    ['- title', 'x.yaml:1: it should hold keys and values, such as "title: …".'],
    ['title: [', /^x\.yaml:1: /],
    ['title: A\ntitle: B', 'x.yaml:2: Map keys must be unique.'],
    ['title: *nobody', /^x\.yaml:1: Unresolved alias/],
    ['title: A\nkind: !radio test', /^x\.yaml:2: Unresolved tag: !radio/],
    [source('volume: 1'), /^x\.yaml:4: "volume" is not a key; the keys are title, description,/],
    [source('__proto__: { launch: x }'), /^x\.yaml:4: "__proto__" is not a key/],
    ['kind: test\nlaunch: audiotestsrc', 'x.yaml:1: "title" needs a text.'],
    ['kind: test\nlaunch: audiotestsrc\ntitle: 7', 'x.yaml:3: "title" needs a text.'],
    ['title: A\nkind: test', 'x.yaml:1: "launch" needs a text.'],
    ['title: A\nkind: test\nlaunch: " "', 'x.yaml:3: "launch" needs a text.'],
    [
      'title: A\nkind: radio\nlaunch: audiotestsrc',
      'x.yaml:2: "kind" needs one of system, microphone, application, test, file, network.',
    ],
    ['title: A\nlaunch: audiotestsrc', /^x\.yaml:1: "kind" needs one of system/],
    [
      'title: A\nkind: test\n\nlaunch: >\n  audiotestsrc\n  ! audioconvert !\n',
      'x.yaml:4: "launch" begins or ends with "!"; leave that out, it is joined by itself.',
    ],
    ['title: A\nkind: test\nlaunch: "! audiotestsrc"', /^x\.yaml:3: "launch" begins or ends with "!"/],
    [source('platforms: [windows]'), 'x.yaml:4: "platforms" needs a list out of linux, win32.'],
    [source('platforms: linux'), 'x.yaml:4: "platforms" needs a list out of linux, win32.'],
    [source('requires: audiotestsrc'), 'x.yaml:4: "requires" needs a list of texts.'],
    [source('requires:', '  - 1'), 'x.yaml:4: "requires" needs a list of texts.'],
    [source('parameters: [freq]'), 'x.yaml:4: "parameters" needs a mapping from names to settings.'],
    [parameter('tone.freq'), 'x.yaml:6: parameter "pitch": needs set, type, default and description.'],
    [
      parameter('{ set: tone.freq, type: number, default: 1, unit: Hz }'),
      /^x\.yaml:6: .*"unit" is not a key; the keys are set, type/,
    ],
    [
      parameter('{ type: number, default: 1 }'),
      /^x\.yaml:6: .*"set" needs element\.property, such as tone\.freq/,
    ],
    [
      parameter('{ set: tone.freq, type: number, default: 1, enum: 1 }'),
      /^x\.yaml:6: .*"enum" needs a list of allowed values, of which each needs a number/,
    ],
    [parameter('{ set: tone.freq, type: number, default: 1, enum: [] }'), /"enum" needs a list/],
    [parameter('{ set: tone.freq, type: number, default: 1, enum: [1, two] }'), /"enum" needs a list/],
    [
      parameter('{ set: tone.wave, type: string, default: saw, enum: [sine, square] }'),
      'x.yaml:6: parameter "pitch": "default" needs one of sine, square.',
    ],
    [parameter('{ set: freq, type: number, default: 1 }'), /^x\.yaml:6: .*"set" needs element\.property/],
    [
      parameter('{ set: __proto__.freq, type: number, default: 1 }'),
      /^x\.yaml:6: .*"set" needs element\.property/,
    ],
    [
      parameter('{ set: tone.freq.x, type: number, default: 1 }'),
      /^x\.yaml:6: .*"set" needs element\.property/,
    ],
    [parameter('{ set: other.freq, type: number, default: 1 }'), /^x\.yaml:6: .*no element with name=other/],
    [parameter('{ set: ton.freq, type: number, default: 1 }'), /^x\.yaml:6: .*no element with name=ton\./],
    [
      parameter('{ set: tone.freq, type: float, default: 1 }'),
      /^x\.yaml:6: .*"type" needs one of string, number, integer, boolean/,
    ],
    [parameter('{ set: tone.freq, type: number }'), /^x\.yaml:6: .*"default" needs a number/],
    [parameter('{ set: tone.freq, type: number, default: "440" }'), /^x\.yaml:6: .*"default" needs a number/],
    [parameter('{ set: tone.freq, type: number, default: .nan }'), /^x\.yaml:6: .*"default" needs a number/],
    [
      parameter('{ set: tone.freq, type: integer, default: 1.5 }'),
      /^x\.yaml:6: .*"default" needs a whole number/,
    ],
    [
      parameter('{ set: tone.freq, type: boolean, default: 1 }'),
      /^x\.yaml:6: .*"default" needs true or false/,
    ],
    [parameter('{ set: tone.freq, type: string, default: 1 }'), /^x\.yaml:6: .*"default" needs a text/],
    [
      parameter('{ set: tone.freq, type: number, default: 1, minimum: 2 }'),
      /^x\.yaml:6: .*"default" is below 2/,
    ],
    [
      parameter('{ set: tone.freq, type: number, default: 3, maximum: 2 }'),
      /^x\.yaml:6: .*"default" is above 2/,
    ],
    [
      parameter('{ set: tone.freq, type: number, default: 3, maximum: high }'),
      /^x\.yaml:6: .*"minimum" and "maximum" need numbers/,
    ],
    [
      source('parameters:', '  "a b": { set: tone.freq, type: number, default: 1 }'),
      /^x\.yaml:5: parameter "a b": its name needs letters/,
    ],
    [
      source('parameters:', '  __proto__: { set: tone.freq, type: number, default: 1 }'),
      /^x\.yaml:5: parameter "__proto__": its name/,
    ],
  ])('%j is named with file, line and reason', (text, message) => {
    const found = complaint(readSource, 'x', text);
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });
});

describe('a codec file with a fault', () => {
  const codec = (change: Record<string, string | undefined> = {}) =>
    Object.entries({
      title: 'Opus',
      encodingName: 'OPUS',
      clockRate: '48000',
      encode: 'opusenc name=encoder',
      payload: 'rtpopuspay name=payloader',
      ...change,
    })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${String(value)}`)
      .join('\n');

  it.each([
    [{ clockRate: '0' }, 'x.yaml:3: "clockRate" needs a whole number above 0.'],
    [{ clockRate: '48 kHz' }, 'x.yaml:3: "clockRate" needs a whole number above 0.'],
    [{ clockRate: undefined }, 'x.yaml:1: "clockRate" needs a whole number above 0.'],
    [{ encode: 'opusenc' }, 'x.yaml:4: "encode" needs an element with name=encoder.'],
    [{ encode: 'opusenc name=encoder2' }, 'x.yaml:4: "encode" needs an element with name=encoder.'],
    [{ payload: 'rtpopuspay' }, 'x.yaml:5: "payload" needs an element with name=payloader.'],
    [{ encodingName: undefined }, 'x.yaml:1: "encodingName" needs a text.'],
    [{ bitrate: '1' }, /^x\.yaml:6: "bitrate" is not a key/],
  ])('%j is named with file, line and reason', (change, message) => {
    const found = complaint(readCodec, 'opus', codec(change));
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  it('of a name that nothing is known of is refused', () => {
    expect(complaint(readCodec, 'mp3', codec())).toBe(
      'x.yaml:1: codecs are opus, g722, pcmu, pcma; what "mp3" negotiates is not known.',
    );
  });

  it('is fine without any', () => {
    const path = join(tempFolder({ 'opus.yaml': codec() }), 'opus.yaml');
    expect(readCodec('opus', readPipelineFile(path))).toEqual({
      name: 'opus',
      title: 'Opus',
      encodingName: 'OPUS',
      clockRate: 48_000,
      encode: 'opusenc name=encoder',
      payload: 'rtpopuspay name=payloader',
      requires: [],
    });
  });
});
