import { fstatSync } from 'node:fs';

/**
 * Whether a descriptor is written to systemd's journal: then $JOURNAL_STREAM names its device and inode. The
 * variable alone says nothing, as programs started by a service inherit it.
 */
export function isJournal(descriptor: number, env: NodeJS.ProcessEnv): boolean {
  if (env.JOURNAL_STREAM === undefined) return false;
  const { dev, ino } = fstatSync(descriptor);
  return env.JOURNAL_STREAM === `${dev}:${ino}`;
}
