/** Below this nobody hears anything, as an amplitude. */
const INAUDIBLE = 0.003;
const RATE = 48_000;

/** Longest run below hearing, ms. */
export function longestSilence(samples: Float32Array): number {
  let [longest, run] = [0, 0];
  for (const sample of samples) {
    run = Math.abs(sample) < INAUDIBLE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 1000) / RATE;
}

/** The largest amplitude; 1 is full scale. */
export function peakOf(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
