import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { format, parse } from 'node:path';
import { Writable } from 'node:stream';

interface Limits {
  /** A file that would become larger is set aside. */
  maxBytes: number;
  /** Files in all; the older ones are called name.1.log, name.2.log … */
  maxFiles: number;
}

/**
 * Appends to a file, each line at once, and never fails: trouble is told to a
 * function instead. (winston's own file transport holds up every other output
 * while a disk is full, and ends the process when it is closed as it sets a file
 * aside.)
 */
export class RotatingFile extends Writable {
  #file: number;
  #size: number;
  readonly #isRegular: boolean;
  #inTrouble = false;

  /**
   * @param onTrouble told of the first line that cannot be written, and again only after one could be
   * @throws Error when the file cannot be opened for writing
   */
  constructor(
    private readonly path: string,
    private readonly limits: Limits,
    private readonly onTrouble: (error: Error) => void,
  ) {
    super({ decodeStrings: true });
    this.#file = openSync(path, 'a');
    const stats = fstatSync(this.#file);
    this.#size = stats.size;
    this.#isRegular = stats.isFile(); // root could rename /dev/null
  }

  override _write(line: Buffer, _encoding: BufferEncoding, done: () => void): void {
    try {
      const isFull = this.#size > 0 && this.#size + line.length > this.limits.maxBytes;
      if (isFull && this.#isRegular) this.#setAside();
      this.#size += writeSync(this.#file, line);
      this.#inTrouble = false;
    } catch (error) {
      const isFirst = !this.#inTrouble;
      this.#inTrouble = true;
      if (isFirst) this.onTrouble(error as Error);
    }
    done();
  }

  override _final(done: () => void): void {
    closeSync(this.#file);
    done();
  }

  #setAside(): void {
    // Counted anew even when a file cannot be renamed: the next try is after as many bytes again.
    this.#size = 0;
    for (let age = this.limits.maxFiles - 1; age > 0; age -= 1) {
      renameIfThere(aged(this.path, age - 1), aged(this.path, age));
    }
    const next = openSync(this.path, 'a');
    closeSync(this.#file);
    this.#file = next;
  }
}

function aged(path: string, age: number): string {
  const { dir, name, ext } = parse(path);
  return age === 0 ? path : format({ dir, name: `${name}.${age}`, ext });
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
