import type { ElementProperties, FilterSpec, Level } from '../engine/protocol.js';
import { Gst, type Message } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { ProcessingChain } from './processing-chain.js';
import type { SoundPipeline } from './sound-pipeline.js';

interface Hooks {
  onLevel(level: Level): void;
  /** A filter failed while it ran; the sound goes on without any. */
  onFailure(reason: string): void;
  /** Elements were removed: their wrappers should be collected. */
  onGarbage(): void;
}

/** The processing chain in use. A new one is heard from its first sound on, and only then the old one goes. */
export class Processing {
  #current: ProcessingChain;
  #next: ProcessingChain | undefined;
  readonly #leaving = new Set<ProcessingChain>();
  /** Levels are read off their messages only while somebody wants them. */
  metering = false;

  constructor(
    private readonly sound: SoundPipeline,
    private readonly hooks: Hooks,
  ) {
    this.#current = new ProcessingChain(sound, []);
    this.#current.unmute();
  }

  /** @throws Error when a filter cannot be built; the old chain stays then */
  use(filters: FilterSpec[]): void {
    const next = new ProcessingChain(this.sound, filters);
    this.#next?.close();
    this.#next = next;
  }

  /** @throws Error when there is no such filter or property */
  adjust(filter: string, properties: ElementProperties): void {
    (this.#next ?? this.#current).adjust(filter, properties);
  }

  /** @returns whether the message was about processing */
  handle(message: Message): boolean {
    const owner = [this.#current, this.#next, ...this.#leaving].find((chain) => chain?.owns(message));
    if (!owner) return false;
    const level = levelStructure(message);
    if (level) {
      if (owner === this.#next) this.#take(owner);
      if (owner === this.#current && this.metering) this.hooks.onLevel(readLevel(level));
    } else if (message.type === Gst.MessageType.ERROR) {
      this.#fail(owner, message.parseError()[0].message ?? 'unknown GStreamer error');
    }
    return true;
  }

  close(): void {
    for (const chain of [this.#current, this.#next, ...this.#leaving]) chain?.close();
    this.#leaving.clear();
  }

  #take(chain: ProcessingChain): void {
    const old = this.#current;
    this.#current = chain;
    this.#next = undefined;
    chain.fadeIn();
    this.#leaving.add(old);
    old.fadeOut(() => {
      this.#leaving.delete(old);
      this.hooks.onGarbage();
    });
  }

  #fail(chain: ProcessingChain, reason: string): void {
    if (chain === this.#next) this.#next = undefined;
    else if (chain === this.#current) {
      this.#current = this.#next ?? new ProcessingChain(this.sound, []);
      this.#next = undefined;
      this.#current.unmute();
    } else return;
    chain.close();
    this.hooks.onFailure(reason);
    this.hooks.onGarbage();
  }
}
