/** The switch that has the server measure every input, and the levels while it is on and somebody can see them. */

import type { SourceLevels } from '../../../src/api.js';
import { EventFeed } from '../core/event-feed.js';
import type { Server } from '../core/server.js';
import type { Trouble } from '../core/trouble.js';
import { element } from './element.js';

export interface LevelWatchHandlers {
  /** Null: they are not wanted. */
  levels(levels: SourceLevels | null): void;
  /** They can be had (again). */
  opened(): void;
  trouble(trouble: Trouble): void;
}

const NONE: SourceLevels = { sources: {}, devices: {} };

export class LevelWatch {
  readonly #switch = element('show-levels', HTMLInputElement);
  readonly #feed: EventFeed<{ levels: SourceLevels }>;
  #isSeen = false;

  constructor(
    server: Pick<Server, 'levels'>,
    private readonly handlers: LevelWatchHandlers,
  ) {
    const source = { open: (signal: AbortSignal) => server.levels(signal), names: ['levels'] as const };
    this.#feed = new EventFeed<{ levels: SourceLevels }>(source, () => Math.random(), {
      event: ({ data }) => handlers.levels(data),
      opened: () => handlers.opened(),
      lost: (trouble) => this.#lost(trouble),
    });
    // Some browsers remember how it was.
    this.#switch.checked = false;
    this.#switch.addEventListener('change', () => this.#follow());
    document.addEventListener('visibilitychange', () => this.#follow());
  }

  /** Whether what shows them is unfolded. */
  set isSeen(isSeen: boolean) {
    if (isSeen === this.#isSeen) return;
    this.#isSeen = isSeen;
    this.#follow();
  }

  /** No microphone stays open for a page that nobody looks at. */
  #follow(): void {
    this.handlers.levels(this.#switch.checked ? NONE : null);
    if (this.#switch.checked && this.#isSeen && !document.hidden) this.#feed.start();
    else this.#feed.stop();
  }

  #lost(trouble: Trouble): void {
    if (!trouble.retry) this.#switch.checked = false;
    this.handlers.levels(this.#switch.checked ? NONE : null);
    // That the server is away is said elsewhere in the page.
    if (trouble.code !== 'unreachable') this.handlers.trouble(trouble);
  }
}
