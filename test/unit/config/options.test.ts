import { describe, expect, it } from 'vitest';
import { environmentName, options } from '../../../src/config/options.js';
import { fits } from '../../../src/config/values.js';

describe('the table of options', () => {
  it('has each name, key and variable once', () => {
    for (const of of [
      (o: (typeof options)[number]) => o.name,
      (o: (typeof options)[number]) => o.key,
      environmentName,
    ]) {
      const names = options.map(of);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(options.map((option) => [option.name, option] as const))(
    '--%s: its default is allowed, its key has a room, its sentence ends',
    (name, { key, format, default: preset, doc }) => {
      expect(fits(format, preset)).toBe(true);
      expect(key).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
      expect(name).toMatch(/^[a-z][a-z-]+$/);
      expect(name).not.toMatch(/^no-/);
      expect(doc).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('has every option of the Python original, by the same name and with the same default', () => {
    const defaults = Object.fromEntries(options.map(({ name, default: preset }) => [name, preset]));
    expect(defaults).toMatchObject({
      'input-device': '',
      'sine-wave': false,
      'preferred-codec': 'opus',
      'audio-bitrate': 96_000,
      'opus-maxaveragebitrate': null,
      'opus-maxplaybackrate': 48_000,
      'opus-cbr': false,
      'opus-useinbandfec': true,
      'opus-usedtx': true,
    });
  });
});
