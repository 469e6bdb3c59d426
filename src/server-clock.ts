/** One clock for everybody: it runs on evenly, whatever becomes of the time of day, and tells nobody how long the computer is on. */

const START = monotonic();

/** ms since this server started. */
export function serverNow(): number {
  return monotonic() - START;
}

/** @param at ms on the computer's monotonic clock, which all its processes share */
export function onServerClock(at: number): number {
  return at - START;
}

function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
