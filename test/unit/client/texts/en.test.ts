import { describe, expect, it } from 'vitest';

import type { Applied, SourceStatus } from '../../../../src/api.js';
import { en as texts } from '../../../../client/src/texts/en.js';
import { Trouble } from '../../../../client/src/core/trouble.js';
import { stubApplied } from '../../../support/stub-applied.js';

const g722: Applied = {
  codec: 'g722',
  payloadType: 9,
  clockRate: 8000,
  channels: 1,
  bitrate: 64000,
  ptime: 20,
  notes: [],
};

const source: SourceStatus = { name: 'system', title: 'The sound', kind: 'system', state: 'running' };

describe('texts.trouble', () => {
  it('has own words for the codes it knows, in place of the title', () => {
    const trouble = new Trouble('too-many-listeners', 'detail', { title: 'title' });
    expect(texts.trouble(trouble)).toMatch(/places are taken/);
  });

  it("uses the server's title for codes it does not know", () => {
    expect(texts.trouble(new Trouble('new-code', '', { title: 'Too loud' }))).toBe('Too loud.');
  });

  it('adds the detail and a pause that one would notice', () => {
    const trouble = new Trouble('too-many-listeners', 'This server takes 32.');
    expect(texts.troubleDetail(trouble, 7000)).toBe('This server takes 32. Trying again within 7 seconds.');
    expect(texts.troubleDetail(trouble, 250)).toBe('This server takes 32.');
    expect(texts.troubleDetail(new Trouble('stalled'), null)).toBe('');
  });
});

describe('texts.applied', () => {
  it('says codec, bit rate and channels in one line', () => {
    expect(texts.applied(stubApplied, true)).toBe('Opus · 96 kbit/s · stereo');
    expect(texts.applied(g722, true)).toBe('G.722 · 64 kbit/s · mono');
    expect(texts.applied({ ...stubApplied, bitrate: 12_250 }, true)).toMatch(/12\.3 kbit\/s/);
  });

  it('does not claim stereo where the browser decodes mono', () => {
    expect(texts.applied(stubApplied, false)).toMatch(/played as mono/);
  });

  it('lists what is particular to Opus only with Opus', () => {
    const names = (applied: Applied) => texts.facts(applied, true).map(([name]) => name);
    expect(names(stubApplied)).toContain('Highest frequency');
    expect(names(g722)).not.toContain('Highest frequency');
  });

  it('tells asked from applied', () => {
    const [note] = stubApplied.notes;
    expect(note && texts.note(note)).toBe('opus-useinbandfec: asked on, applied off.');
    expect(texts.note({ option: 'x', asked: 5, applied: 5, reason: '' })).toBe('x: 5.');
  });
});

describe('texts.source', () => {
  it('is silent about a source that runs', () => {
    expect(texts.source(source)).toBe('');
  });

  it('says why one does not', () => {
    expect(texts.source({ ...source, state: 'waiting', reason: 'the sound server is away.' })).toBe(
      'The sound gives no sound yet: the sound server is away.',
    );
    expect(texts.source({ ...source, state: 'failed' })).toBe('The sound has failed.');
  });
});

describe('texts.level', () => {
  it('writes levels with a true minus, and never minus zero', () => {
    expect([-18.24, -0.04, 0, 1.94, -120].map(texts.level)).toEqual([
      '−18.2 dBFS',
      '0.0 dBFS',
      '0.0 dBFS',
      '1.9 dBFS',
      'silent',
    ]);
  });
});
