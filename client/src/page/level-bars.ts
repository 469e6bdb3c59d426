/** The bars of all sources and devices that are shown now. */

import type { SourceLevels } from '../../../src/api.js';
import { LevelBar } from './level-bar.js';

/** ms between two moves for whoever wants less motion. */
const CALM_EVERY = 250;

export class LevelBars {
  readonly #lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  #shownAt = -Infinity;
  readonly #sources = new Map<string, LevelBar>();
  /** A device is shown with every source that can capture it. */
  readonly #devices: { id: string; bar: LevelBar }[] = [];

  ofSource(name: string, title: string): Element {
    const bar = new LevelBar(title);
    this.#sources.set(name, bar);
    return bar.element;
  }

  ofDevice(id: string, name: string): Element {
    const bar = new LevelBar(name);
    this.#devices.push({ id, bar });
    return bar.element;
  }

  show({ sources, devices }: SourceLevels): void {
    const now = performance.now();
    if (this.#lessMotion.matches && now - this.#shownAt < CALM_EVERY) return;
    this.#shownAt = now;
    for (const [name, bar] of this.#sources) bar.show(sources[name] ?? null, now);
    for (const { id, bar } of this.#devices) bar.show(devices[id] ?? null, now);
  }
}
