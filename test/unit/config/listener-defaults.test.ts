import { beforeEach, describe, expect, it } from 'vitest';
import type { DefaultsRequest } from '../../../src/api.js';
import { ListenerDefaults, type ListenerSettings } from '../../../src/config/listener-defaults.js';
import { loadConfig } from '../../../src/config/load.js';
import { AppError } from '../../../src/errors.js';
import { appErrorOf } from '../../support/app-error-of.js';

let changes: DefaultsRequest[];
let vetted: ListenerSettings[];
let incapable: Error | undefined;
let defaults: ListenerDefaults;

beforeEach(() => {
  changes = [];
  vetted = [];
  incapable = undefined;
  defaults = new ListenerDefaults({
    settings: loadConfig(['--audio-bitrate', '128000'], {}).config,
    vet: (settings) => {
      if (incapable) throw incapable;
      vetted.push(settings);
    },
    onChange: (change) => changes.push(change),
  });
});

describe('what new listeners get', () => {
  it('is listed as the table of options has it, with what is in force', () => {
    expect(defaults.list().map(({ name, value }) => [name, value])).toEqual([
      ['preferred-codec', 'opus'],
      ['audio-bitrate', 128_000],
      ['audio-ptime', 20],
      ['opus-maxaveragebitrate', null],
      ['opus-maxplaybackrate', 48_000],
      ['opus-cbr', false],
      ['opus-useinbandfec', true],
      ['opus-usedtx', true],
    ]);
    expect(defaults.list().slice(0, 4)).toMatchObject([
      { type: 'string', enum: ['opus', 'pcmu', 'pcma', 'g722'], default: 'opus' },
      { type: 'integer', minimum: 6000, maximum: 510_000, default: 96_000 },
      { type: 'integer', enum: [5, 10, 20, 40, 60], default: 20 },
      { type: 'integer', minimum: 6000, maximum: 510_000, default: null, nullable: true },
    ]);
    expect(defaults.list().at(-1)).toEqual({
      name: 'opus-usedtx',
      type: 'boolean',
      description: 'Send next to nothing while it is silent. For quiet music --no-opus-usedtx is better.',
      default: true,
      value: true,
    });
  });

  it('is changed by name, and what is not named stays', () => {
    const { audio } = defaults.settings;
    const list = defaults.change({
      'audio-bitrate': 64_000,
      'opus-maxaveragebitrate': 32_000,
      'opus-cbr': true,
    });
    expect(list).toEqual(defaults.list());
    expect(defaults.settings).toEqual({
      audio: { preferredCodec: 'opus', bitrate: 64_000, ptime: 20 },
      opus: {
        maxAverageBitrate: 32_000,
        maxPlaybackRate: 48_000,
        cbr: true,
        useInbandFec: true,
        useDtx: true,
      },
    });
    // Who was negotiated with has what was in force then.
    expect(audio.bitrate).toBe(128_000);
    expect(changes).toEqual([
      { 'audio-bitrate': 64_000, 'opus-maxaveragebitrate': 32_000, 'opus-cbr': true },
    ]);
    defaults.change({ 'opus-maxaveragebitrate': null });
    expect(defaults.settings.opus.maxAverageBitrate).toBeNull();
  });

  it('is not changed by nothing', () => {
    defaults.change({});
    expect(changes).toEqual([]);
  });

  it.each<[DefaultsRequest, RegExp]>([
    [
      { 'audio-bitrate': 5999 },
      /^audio-bitrate was given 5999; allowed is a whole number from 6000 to 510000 bps\.$/,
    ],
    [{ 'audio-bitrate': '64000' }, /was given "64000"; allowed is a whole number/],
    [{ 'audio-bitrate': null }, /was given null; allowed/],
    [{ 'audio-ptime': 30 }, /allowed is one of 5, 10, 20, 40, 60 ms/],
    [{ 'preferred-codec': 'mp3' }, /was given "mp3"; allowed is one of opus, pcmu, pcma, g722/],
    [{ 'opus-cbr': 1 }, /allowed is true or false/],
    [{ 'opus-maxaveragebitrate': 1 }, /6000 to 510000 bps, or empty for none/],
    [
      { 'audio-bitrat': 64_000 },
      /"audio-bitrat" is nothing that new listeners get; did you mean audio-bitrate\?/,
    ],
    [{ 'max-listeners': 1 }, /"max-listeners" is nothing .*; there are: preferred-codec, .*opus-usedtx/],
    [JSON.parse('{"__proto__":1}') as DefaultsRequest, /"__proto__" is nothing/],
    [{ 'preferred-codec': 'g722', 'audio-bitrate': 63_999 }, /g722 always takes 64000 bps.*allows 63999/],
    [{ 'opus-cbr': true, 'audio-ptime': 1, 'audio-bitrate': 1 }, /audio-ptime[^]*\naudio-bitrate/],
  ])('is not %j, and nothing of it is done', (request, reason) => {
    const before = defaults.settings;
    const error = appErrorOf(() => defaults.change(request));
    expect(error).toMatchObject({ code: 'invalid-defaults', status: 422 });
    expect(error.message).toMatch(reason);
    expect(defaults.settings).toBe(before);
    expect([changes, vetted]).toEqual([[], []]);
  });

  it('is not what this machine cannot do, either', () => {
    incapable = new AppError('missing-elements', 'There is no codec that can be used.');
    const error = appErrorOf(() => defaults.change({ 'audio-bitrate': 32_000 }));
    expect(error).toMatchObject({ code: 'invalid-defaults', message: 'There is no codec that can be used.' });
    expect(defaults.settings.audio.bitrate).toBe(128_000);
    incapable = new TypeError('a defect');
    expect(() => defaults.change({ 'audio-bitrate': 32_000 })).toThrow(incapable);
  });
});
