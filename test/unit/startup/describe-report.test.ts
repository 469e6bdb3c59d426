import { describe, expect, it } from 'vitest';
import type { SourceSpec } from '../../../src/engine/protocol.js';
import { describeReport } from '../../../src/startup/describe-report.js';

const source: SourceSpec = {
  name: 'radio',
  title: 'Radio',
  kind: 'application',
  launch: 'x',
  properties: {},
};

describe('the report of a source', () => {
  it('tells level, format, delay and start', () => {
    const level = { rms: [-9.03, -15.05], peak: [-6.02, -12.04] };
    const text = describeReport('source', source, {
      level,
      caps: 'audio/x-raw',
      latencyMs: 10,
      startMs: 46,
      error: null,
    });
    expect(text).toContain('after 46 ms');
    expect(text).toContain('RMS -9.0 / -15.1, peak -6.0 / -12.0 dBFS');
    expect(text).toContain('audio/x-raw');
    expect(text).toContain('10 ms');
    expect(text).toMatch(/errors +none/);
  });

  it('of a filter tells what it was given', () => {
    const level = { rms: [-13, -13], peak: [-12, -12] };
    const text = describeReport('filter', source, {
      level,
      caps: null,
      latencyMs: 0,
      startMs: 46,
      error: null,
    });
    expect(text).toMatch(/^filter +radio: Radio\ninput +440 Hz, RMS -9\.0/);
    expect(text).toContain('as the filter itself reports it');
  });

  it('tells why nothing came', () => {
    const nothing = { level: null, caps: null, latencyMs: null, startMs: null };
    const text = describeReport('source', source, { ...nothing, error: 'Connection refused' });
    expect(text).toMatch(/none came/);
    expect(text).toMatch(/errors +Connection refused/);
  });
});
