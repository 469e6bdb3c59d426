import type { SourceReport, SourceSpec } from '../engine/protocol.js';

/** What `--check-pipeline` prints. */
export function describeReport(
  kind: 'source' | 'filter',
  { name, title }: SourceSpec,
  report: SourceReport,
): string {
  const { level, caps, latencyMs, startMs, error } = report;
  return [
    `${kind}   ${name}: ${title}`,
    ...(kind === 'filter' ? ['input    440 Hz, RMS -9.0 / -9.0, peak -6.0 / -6.0 dBFS'] : []),
    `sound    ${startMs === null ? 'none came within two seconds' : `after ${startMs} ms`}`,
    ...(level ? [`level    RMS ${channels(level.rms)}, peak ${channels(level.peak)} dBFS`] : []),
    ...(caps === null ? [] : [`format   ${caps}`]),
    ...(latencyMs === null ? [] : [`delay    ${latencyMs} ms, as the ${kind} itself reports it`]),
    `errors   ${error ?? 'none'}`,
  ].join('\n');
}

/** Left and right, or however many there are. */
function channels(values: number[]): string {
  return values.map((value) => value.toFixed(1)).join(' / ');
}
