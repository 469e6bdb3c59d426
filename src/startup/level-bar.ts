const CELLS = 20;
const FLOOR_DB = -60;

/** A peak from −60 to 0 dBFS as a bar of 20 cells; without a measurement an empty one. */
export function levelBar(peak: number | undefined): string {
  const share = peak === undefined ? 0 : (peak - FLOOR_DB) / -FLOOR_DB;
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * CELLS);
  return '█'.repeat(filled) + '·'.repeat(CELLS - filled);
}
