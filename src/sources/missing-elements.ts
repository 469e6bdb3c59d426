import { AppError } from '../errors.js';

/** What helps against a missing element. */
export const INSTALL_HINT = 'Run "node scripts/setup.mjs" to install what is missing.';

/** Why something cannot run on a machine that lacks these elements, in words; undefined when it can. */
export function missingFor(
  what: string,
  requires: readonly string[],
  missingElements: readonly string[],
): string | undefined {
  const missing = requires.filter((name) => missingElements.includes(name));
  if (missing.length === 0) return undefined;
  return `${what} needs ${missing.join(', ')}, which GStreamer lacks. ${INSTALL_HINT}`;
}

/** @throws AppError `missing-elements` */
export function refuseMissing(
  what: string,
  requires: readonly string[],
  missingElements: readonly string[],
): void {
  const problem = missingFor(what, requires, missingElements);
  if (problem !== undefined) throw new AppError('missing-elements', problem);
}
