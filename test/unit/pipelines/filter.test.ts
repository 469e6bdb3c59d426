import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { readFilter, resolveFilter } from '../../../src/pipelines/filter.js';
import { readPipelineFile } from '../../../src/pipelines/read.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

function filterOf(text: string, name = 'gain') {
  return readFilter(name, readPipelineFile(join(tempFolder({ 'x.yaml': text }), 'x.yaml')));
}

describe('a filter file', () => {
  it('is complete with title and launch', () => {
    expect(filterOf('title: Gain\nlaunch: volume')).toEqual({
      name: 'gain',
      title: 'Gain',
      description: 'Gain',
      launch: 'volume',
      parameters: {},
      requires: [],
      order: 50,
    });
  });

  it.each([
    ['launch: volume', /:1: "title" needs a text/],
    ['title: A', /:1: "launch" needs a text/],
    ['title: A\nlaunch: volume\nkind: test', /:3: "kind" is not a key/],
    ['title: A\nlaunch: volume\norder: first', /:3: "order" needs a number/],
    ['title: A\nlaunch: volume\norder: .inf', /:3: "order" needs a number/],
    ['title: A\nlaunch: volume !', /:2: "launch" begins or ends with "!"/],
  ])('%j is refused with its line', (text, words) => {
    const error = appErrorOf(() => filterOf(text));
    expect(error.code).toBe('invalid-pipeline');
    expect(error.message).toMatch(words);
  });

  it.each(['a b', 'x)', 'Gain', '1', 'a_b', 'ä'])(
    'may not be called %j: its name becomes launch text',
    (name) => {
      expect(appErrorOf(() => filterOf('title: A\nlaunch: volume', name)).message).toMatch(/small letters/);
    },
  );

  it('gives its values as properties, never as text', () => {
    const filter = filterOf(
      'title: A\nlaunch: x name=e\nparameters: { p: { set: e.p, type: string, default: d } }',
    );
    expect(resolveFilter(filter, { p: 'q ! filesink' })).toEqual({
      name: 'gain',
      launch: 'x name=e',
      properties: { e: { p: 'q ! filesink' } },
    });
    expect(appErrorOf(() => resolveFilter(filter, { p: 1 })).message).toBe(
      'Filter "gain": parameter "p" needs a text.',
    );
  });
});

describe('the filters of a folder', () => {
  const base = { 'sources/.keep': '', 'codecs/.keep': '' };
  const file = (order?: number) =>
    `title: A\nlaunch: volume\n${order === undefined ? '' : `order: ${order}\n`}`;

  it('are in the order of their numbers, then of their names', () => {
    const files = {
      'filters/c.yaml': file(),
      'filters/b.yaml': file(),
      'filters/z.yaml': file(-1),
      'filters/a.yaml': file(90),
    };
    expect(loadCatalog(tempFolder({ ...base, ...files })).filters.map(({ name }) => name)).toEqual([
      'z',
      'b',
      'c',
      'a',
    ]);
  });

  it('need not be there', () => {
    expect(loadCatalog(tempFolder(base)).filters).toEqual([]);
  });

  it('with a mistake are told of, and never taken for a source of the same name', () => {
    const { filters, problems } = loadCatalog(tempFolder({ ...base, 'filters/noise.yaml': 'title: Noise' }));
    expect(filters).toEqual([]);
    expect([...problems.keys()]).toEqual(['filters/noise']);
  });

  it('that come with Earshot have words for people and elements that are named', () => {
    const { filters } = loadCatalog(join(packageRoot(), 'pipelines'));
    expect(filters.map(({ name }) => name)).toEqual([
      'noise-suppression',
      'high-pass',
      'equaliser',
      'compressor',
      'gain',
      'mono',
      'balance',
      'limiter',
      'mute',
    ]);
    for (const { description, parameters, requires } of filters) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(requires.length).toBeGreaterThan(0);
      for (const parameter of Object.values(parameters)) {
        expect(parameter.description).not.toBe('');
        if (parameter.enum) continue;
        expect([parameter.minimum, parameter.maximum]).not.toContain(undefined);
      }
    }
  });

  it('may be the example of pipelines/README.md', () => {
    const readme = readFileSync(join(packageRoot(), 'pipelines/README.md'), 'utf8');
    const [, example = ''] = /```yaml\n(# filters\/echo\.yaml[^]*?)```/.exec(readme) ?? [];
    const { filters, problems } = loadCatalog(tempFolder({ ...base, 'filters/echo.yaml': example }));
    expect([...problems.values()]).toEqual([]);
    expect(filters).toMatchObject([{ name: 'echo', order: 55 }]);
  });
});
