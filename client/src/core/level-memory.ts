/** The last seconds of what the computer said of its level. */

import type { EventData } from '../../../src/api.js';

/** ms. */
const KEPT = 5000;

export class LevelMemory {
  #peaks: { at: number; peak: number }[] = [];

  push({ peak }: EventData['level'], at: number): void {
    this.#peaks.push({ at, peak: Math.max(...peak) });
    while ((this.#peaks[0]?.at ?? at) < at - KEPT) this.#peaks.shift();
  }

  /** dBFS; null where nothing was said since then. */
  peakSince(moment: number): number | null {
    const since = this.#peaks.filter(({ at }) => at >= moment);
    return since.length > 0 ? Math.max(...since.map(({ peak }) => peak)) : null;
  }
}
