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
  ])('%j turns on %j', (list, names) => {
    expect(chooseFilters(list, catalog(), [])).toEqual(names);
  });

  it.each([
    ['gain,loudness', [], 'unknown-filter', /no filter "loudness".*suppression, gain, mute/, 2],
    ['broken', [], 'invalid-pipeline', /broken\.yaml:1: "launch" needs a text/, 2],
    ['suppression', ['webrtcdsp'], 'missing-elements', /"suppression" needs webrtcdsp/, 1],
  ] as const)('%j with %j missing is refused', (list, missing, code, words, exit) => {
    const error = appErrorOf(() => chooseFilters(list, catalog(), missing));
    expect(error).toMatchObject({ code, exit });
    expect(error.message).toMatch(words);
  });
});
