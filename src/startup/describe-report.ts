import type { SourceReport, SourceSpec } from '../engine/protocol.js';

/** What `--check-pipeline` prints. */
export function describeReport({ name, title }: SourceSpec, report: SourceReport): string {
  const { level, caps, latencyMs, startMs, error } = report;
  return [
    `source   ${name}: ${title}`,
    `sound    ${startMs === null ? 'none came within two seconds' : `after ${startMs} ms`}`,
    ...(level ? [`level    RMS ${channels(level.rms)}, peak ${channels(level.peak)} dBFS`] : []),
    ...(caps === null ? [] : [`format   ${caps}`]),
    ...(latencyMs === null ? [] : [`delay    ${latencyMs} ms, as the source itself reports it`]),
    `errors   ${error ?? 'none'}`,
  ].join('\n');
}

/** Left and right, or however many there are. */
function channels(values: number[]): string {
  return values.map((value) => value.toFixed(1)).join(' / ');
}
