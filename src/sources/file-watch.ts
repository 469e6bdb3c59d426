import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';

/** An editor's saving is several events: writing, renaming, removing the old file. */
const SETTLE_MS = 100;
/** How often a folder that is gone is looked for. */
const RETRY_MS = 1000;

export interface FileWatchOptions {
  folder: string;
  /** Called some 100 ms after the last of the changes. */
  onChange: () => void;
  /** The folder cannot be watched, for now. */
  onTrouble: (reason: string) => void;
}

/**
 * Tells when YAML files of a folder change. The folder is watched, not its files:
 * many editors write a new file and rename it over the old one.
 */
export class FileWatch {
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  #retrying: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: FileWatchOptions) {
    this.#open();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearTimeout(this.#settling);
    clearTimeout(this.#retrying);
  }

  #open(): boolean {
    try {
      const watcher = watch(this.options.folder);
      watcher.on('change', (_, name) => this.#seen(String(name)));
      watcher.on('error', ({ message }) => this.#lost(message));
      this.#watcher = watcher;
      return true;
    } catch (error) {
      this.#lost((error as Error).message);
      return false;
    }
  }

  #seen(name: string): void {
    const isFile = /^[^.].*\.ya?ml$/.test(name);
    // Anything else may be the folder itself, renamed or removed.
    if (!isFile && name !== basename(this.options.folder)) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled(isFile), SETTLE_MS);
  }

  #settled(isFile: boolean): void {
    if (!isFile) {
      // A watch stays with the folder it was made for, even where another one took its place.
      this.#watcher?.close();
      if (!this.#open()) return;
    }
    this.options.onChange();
  }

  #lost(reason: string): void {
    this.#watcher?.close();
    if (this.#closed) return;
    if (!this.#retrying) this.options.onTrouble(reason);
    clearTimeout(this.#retrying);
    this.#retrying = setTimeout(() => this.#retry(), RETRY_MS);
  }

  #retry(): void {
    if (!this.#open()) return;
    this.#retrying = undefined;
    this.options.onChange();
  }
}
