import { afterEach, describe, expect, it } from 'vitest';
import { de } from '../../../../client/src/texts/de.js';
import { en } from '../../../../client/src/texts/en.js';
import { chooseLanguage, speak } from '../../../../client/src/texts/language.js';
import { options } from '../../../../src/config/options.js';
import { Trouble } from '../../../../client/src/core/trouble.js';
import { stubApplied } from '../../../support/stub-applied.js';

afterEach(() => speak('en'));

/** Names that are the same in both languages. */
const SAME = ['codec', 'stereo', 'balance', 'graph-bitrate'];

describe('German', () => {
  it('has words of its own for every fixed place', () => {
    const untranslated = Object.entries(en.fixed).filter(
      ([name, text]) => de.fixed[name as keyof typeof de.fixed] === text && !SAME.includes(name),
    );
    expect(untranslated).toEqual([]);
    expect(Object.keys(de.fixed)).toEqual(Object.keys(en.fixed));
  });

  it.each(['unreachable', 'token-needed', 'too-many-listeners', 'no-common-codec', 'engine-unavailable'])(
    'has words of its own for %s',
    (code) => {
      expect(de.trouble(new Trouble(code))).not.toBe(en.trouble(new Trouble(code)));
    },
  );

  it.each(options.filter(({ key }) => /^(audio|opus)\./.test(key)).map(({ name }) => name))(
    'has, as English has, a name for --%s as a setting of new listeners',
    (name) => {
      expect(en.settingName(name)).toMatch(/\w/);
      expect(de.settingName(name)).not.toBe(en.settingName(name));
    },
  );

  it('writes a decimal comma', () => {
    speak('de');
    expect(de.level(-18.24)).toBe('−18,2 dBFS');
    expect(de.applied({ ...stubApplied, bitrate: 12_250 }, true)).toMatch(/^Opus · 12,3 kbit\/s · stereo$/);
  });
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('of a browser that prefers %j is %s', (preferred, language) => {
    expect(chooseLanguage(null, preferred)).toBe(language);
  });

  it('is what was chosen, whatever the browser prefers', () => {
    expect(chooseLanguage('en', ['de'])).toBe('en');
  });
});
