import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../errors.js';

/** Bits of everybody but the owner. */
const OTHERS = 0o077;

/**
 * The text of a file that holds a secret; undefined where there is none.
 * @throws AppError `invalid-config` when it cannot be read, or others can read it, too
 */
export function readPrivateFile(file: string): string | undefined {
  try {
    const { mode } = statSync(file);
    // On Windows the bits say nothing: there the profile folder keeps others out.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      const detail = `Other users can read ${file}: keep them out with chmod 600, and change what is in it.`;
      throw new AppError('invalid-config', detail);
    }
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new AppError('invalid-config', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/**
 * Writes it for its owner alone (0600, its folder 0700 if that is made), whole or not at all.
 * @throws AppError `invalid-config` when it cannot be written
 */
export function writePrivateFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600 });
    // An older draft keeps the mode it had.
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch (cause) {
    const detail = `${file} cannot be written (${(cause as Error).message}): choose another place with --state-folder.`;
    throw new AppError('invalid-config', detail, { cause });
  }
}
