const SHORTEST = 250;
const LONGEST = 5000;

/**
 * How long to wait before trying again, ms: doubles from 250 ms to 5 s, and at
 * random between half of that and all of it, so that many listeners who lost
 * the same server do not come back in the same instant.
 *
 * @param failures tries that have failed since sound last flowed
 * @param random a number from 0 to 1
 */
export function retryDelay(failures: number, random: number): number {
  const full = Math.min(LONGEST, SHORTEST * 2 ** failures);
  return full * (0.5 + 0.5 * random);
}
