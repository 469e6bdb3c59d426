import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

const TONE = 'title: Tone\nkind: test\nlaunch: audiotestsrc\n';
const NO_CODECS = { 'codecs/.keep': '' };

function catalogOf(files: Record<string, string>, platform: NodeJS.Platform = 'linux') {
  const folder = tempFolder({ 'sources/.keep': '', ...NO_CODECS, ...files });
  const { sources, codecs, problems } = loadCatalog(folder, platform);
  const messages = [...problems].map(([name, { message }]) => [name, message.replace(`${folder}/`, '')]);
  return {
    names: [...sources.keys()],
    sources,
    codecs,
    problems: Object.fromEntries(messages) as Record<string, string>,
  };
}

describe('the name of a source', () => {
  it('is its file’s, up to the first dot', () => {
    const { names, problems } = catalogOf({
      'sources/radio.yaml': TONE,
      'sources/my-desk.left.linux.yml': TONE,
      'sources/two words.yaml': TONE,
    });
    expect(names).toEqual(['my-desk', 'radio', 'two words']);
    expect(problems).toEqual({});
  });

  it('may be defined once for each platform', () => {
    const files = {
      'sources/radio.linux.yaml': `${TONE}platforms: [linux]\ndescription: Here.`,
      'sources/radio.windows.yaml': `${TONE}platforms: [win32]\ndescription: There.`,
    };
    const linux = catalogOf(files, 'linux');
    const windows = catalogOf(files, 'win32');
    expect(linux.sources.get('radio')?.description).toBe('Here.');
    expect(windows.sources.get('radio')?.description).toBe('There.');
    expect([linux.problems, windows.problems]).toEqual([{}, {}]);
  });

  it('is not taken twice: the second file is told so, and the first one stays', () => {
    const { names, sources, problems } = catalogOf({
      'sources/radio.a.yaml': `${TONE}description: The first.`,
      'sources/radio.b.yaml': TONE,
    });
    expect(names).toEqual(['radio']);
    expect(sources.get('radio')?.description).toBe('The first.');
    expect(problems).toEqual({
      radio: 'sources/radio.b.yaml:1: another file defines "radio" already; the name ends at the first dot.',
    });
  });

  it('cannot be the one that stands for none', () => {
    const { names, problems } = catalogOf({ 'sources/auto.yaml': TONE });
    expect(names).toEqual([]);
    expect(problems.auto).toContain('give the file another name');
  });
});

describe('a folder of pipelines', () => {
  it('may hold other things', () => {
    const { names, problems } = catalogOf({
      'sources/radio.yaml': TONE,
      'sources/notes.txt': 'x',
      'sources/radio.yaml~': 'x',
      'sources/.#radio.yaml': 'x',
      'sources/.yaml': 'x',
      'README.md': 'x',
    });
    expect(names).toEqual(['radio']);
    expect(problems).toEqual({});
  });

  it('is usable but for a broken file, of which it says what is wrong and where', () => {
    const { names, problems } = catalogOf({
      'sources/good.yaml': TONE,
      'sources/bad.yaml': 'title: Bad\nkind: test\nlunch: audiotestsrc\n',
      'sources/folder.yaml/x': '',
    });
    expect(names).toEqual(['good']);
    expect(Object.keys(problems)).toEqual(['bad', 'folder']);
    expect(problems.bad).toMatch(/^sources\/bad\.yaml:3: "lunch" is not a key/);
    expect(problems.folder).toMatch(/folder\.yaml cannot be read: EISDIR/);
  });

  it.each([['sources'], ['codecs']])('without %s is refused, naming the option', (missing) => {
    const folder = tempFolder({ 'sources/.keep': '', 'codecs/.keep': '' });
    const other = tempFolder({ [`${missing === 'sources' ? 'codecs' : 'sources'}/.keep`]: '' });
    expect(() => loadCatalog(folder)).not.toThrow();
    const error = appErrorOf(() => loadCatalog(other));
    expect(error).toMatchObject({ code: 'invalid-pipeline', exit: 2 });
    expect(error.message).toBe(`The folder ${join(other, missing)} cannot be read. Check --pipelines.`);
  });

  it('gives nothing to a platform that no file names', () => {
    expect(catalogOf({ 'sources/radio.yaml': TONE }, 'sunos').names).toEqual([]);
  });
});
