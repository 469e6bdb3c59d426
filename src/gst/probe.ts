import type { Level, SourceSpec } from '../engine/protocol.js';
import { Gst, type Message } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { SourceBin } from './source-bin.js';
import type { SoundPipeline } from './sound-pipeline.js';

/** Plays sources unheard, to show how loud each of them is. One that fails is silent from then on. */
export class Probe {
  #bins: SourceBin[] = [];

  constructor(
    private readonly sound: SoundPipeline,
    private readonly onLevel: (name: string, level: Level) => void,
    private readonly onGarbage: () => void,
  ) {}

  /** Takes the place of the last list; an empty one ends it. */
  use(specs: SourceSpec[], defaultMonitor: string): void {
    this.close();
    this.#bins = specs.flatMap((spec) => {
      const bin = new SourceBin(spec, this.sound, { defaultMonitor });
      if (bin.start()) return [bin];
      bin.close();
      return [];
    });
  }

  /** @returns whether the message was about a probed source */
  handle(message: Message): boolean {
    const owner = this.#bins.find((bin) => bin.owns(message));
    if (!owner) return false;
    const level = levelStructure(message);
    if (level) this.onLevel(owner.spec.name, readLevel(level));
    if (message.type === Gst.MessageType.ERROR) {
      this.#bins = this.#bins.filter((bin) => bin !== owner);
      owner.close();
      this.onGarbage();
    }
    return true;
  }

  close(): void {
    for (const bin of this.#bins) bin.close();
    if (this.#bins.length > 0) this.onGarbage();
    this.#bins = [];
  }
}
