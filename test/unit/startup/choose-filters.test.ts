import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { chooseFilters } from '../../../src/startup/choose-filters.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { pipelineFiles } from '../../support/controls.js';
import { tempFolder } from '../../support/temp-folder.js';

const catalog = () =>
  loadCatalog(tempFolder({ ...pipelineFiles, 'filters/broken.yaml': 'title: Broken' }), 'linux');

describe('--filters', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['gain', ['gain']],
    ['mute, gain', ['mute', 'gain']],
  ])('%j turns on %j', (filters, enabled) => {
    expect(chooseFilters({ filters, parameters: {} }, catalog(), [])).toEqual({ enabled, values: {} });
  });

  it.each([
    ['gain,loudness', [], 'unknown-filter', /no filter "loudness" for --filters.*suppression, gain, mute/, 2],
    ['gian', [], 'unknown-filter', /did you mean gain\?/, 2],
    ['broken', [], 'invalid-pipeline', /broken\.yaml:1: "launch" needs a text/, 2],
    ['suppression', ['webrtcdsp'], 'missing-elements', /"suppression" needs webrtcdsp/, 1],
  ] as const)('%j with %j missing is refused', (filters, missing, code, words, exit) => {
    const error = appErrorOf(() => chooseFilters({ filters, parameters: {} }, catalog(), missing));
    expect(error).toMatchObject({ code, exit });
    expect(error.message).toMatch(words);
  });
});

describe('--filter-params', () => {
  it('sets filters that are on, and those that may be turned on later', () => {
    const parameters = { gain: { factor: '0.5' }, suppression: { level: 3 } };
    expect(chooseFilters({ filters: 'gain', parameters }, catalog(), ['webrtcdsp'])).toEqual({
      enabled: ['gain'],
      values: { gain: { factor: 0.5 }, suppression: { level: 3 } },
    });
  });

  it.each([
    [{ gian: { factor: 1 } }, 'unknown-filter', /for --filter-params; did you mean gain\?/],
    [{ gain: { fcator: 1 } }, 'invalid-config', /no parameter of filter "gain"; did you mean factor\?/],
    [{ gain: { factor: 11 } }, 'invalid-config', /"factor" of filter "gain" is given as 11 and is above 10/],
    [{ broken: { factor: 1 } }, 'invalid-pipeline', /broken\.yaml:1/],
  ])('%j is refused', (parameters, code, words) => {
    const error = appErrorOf(() => chooseFilters({ filters: '', parameters }, catalog(), []));
    expect(error).toMatchObject({ code, exit: 2 });
    expect(error.message).toMatch(words);
  });
});
