/** Draws a spectrum as the outline of an SVG path, in a box of 300 by 60. */

const WIDTH = 300;
const HEIGHT = 60;
/** Hz at the left and right edge, on a logarithmic scale. */
const LOWEST = 20;
const HIGHEST = 20_000;
/** dBFS at the lower and upper edge. */
const QUIETEST = -100;
const LOUDEST = -10;
const POINTS = 100;

/**
 * @param lines dBFS per line
 * @param spacing Hz from one line to the next
 */
export function spectrumPath(lines: Float32Array, spacing: number): string {
  let path = `M0 ${HEIGHT}`;
  for (let i = 0; i <= POINTS; i++) {
    const from = frequencyAt((i - 0.5) / POINTS);
    const to = frequencyAt((i + 0.5) / POINTS);
    path += `L${((i / POINTS) * WIDTH).toFixed(0)} ${height(loudest(lines, spacing, from, to)).toFixed(1)}`;
  }
  return `${path}L${WIDTH} ${HEIGHT}Z`;
}

/** @param place 0 to 1 from left to right */
function frequencyAt(place: number): number {
  return LOWEST * (HIGHEST / LOWEST) ** place;
}

function loudest(lines: Float32Array, spacing: number, from: number, to: number): number {
  const first = Math.max(1, Math.round(from / spacing));
  const last = Math.max(first, Math.round(to / spacing) - 1);
  let highest = -Infinity;
  for (let i = first; i <= last && i < lines.length; i++) highest = Math.max(highest, lines[i] ?? -Infinity);
  return highest;
}

function height(dbfs: number): number {
  const share = (dbfs - QUIETEST) / (LOUDEST - QUIETEST);
  return HEIGHT * (1 - Math.min(1, Math.max(0, share)));
}
