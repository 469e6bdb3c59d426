import type { FilterSpec, Level } from '../engine/protocol.js';
import { Gst, type Message } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { isTrouble } from './message.js';
import { ProcessingChain } from './processing-chain.js';
import type { SoundPipeline } from './sound-pipeline.js';

/** Both chains carry the same sound, so a short fade suffices, ms. */
const FADE_MS = 30;
/** What is on its way through the mixers when a fade ends, ms. */
const BEHIND_MS = 100;
const NS_PER_MS = 1_000_000;
/** A chain through which nothing comes for this long holds the sound up, ms. */
const STALL_MS = 1000;
const CHECK_MS = 250;

interface Hooks {
  onLevel(level: Level): void;
  /** A filter failed while it ran; the sound goes on without it. */
  onFailure(filter: string, reason: string): void;
  /** Elements were removed: their wrappers should be collected. */
  onGarbage(): void;
}

/**
 * The processing chain in use. Every change is a new chain, heard from its first
 * sound on; old and new cross over sample by sample, which no change of a
 * property in a running filter would. A filter that fails is left out.
 */
export class Processing {
  #current: ProcessingChain;
  /** Those that came since, the last one wished for at the end; at most two. */
  #coming: ProcessingChain[] = [];
  readonly #leaving = new Set<ProcessingChain>();
  readonly #timer: NodeJS.Timeout;
  /** When the last crossing is over, ms since the epoch. */
  #crossedAt = 0;
  #checkedAt = Date.now();
  /** Levels are read off their messages only while somebody wants them. */
  metering = false;

  constructor(
    private readonly sound: SoundPipeline,
    private readonly hooks: Hooks,
  ) {
    this.#current = new ProcessingChain(sound, [], 1);
    this.#timer = setInterval(() => this.#checkStall(Date.now()), CHECK_MS);
  }

  /** @throws Error when a filter cannot be built; the old chain stays then */
  use(filters: readonly FilterSpec[]): void {
    const [next, ...others] = [...this.#coming, new ProcessingChain(this.sound, filters, 0)];
    const last = others.pop();
    // The one that comes next is heard even if changes come faster than chains start.
    for (const chain of others) this.#end(chain);
    this.#coming = [next, last].filter((chain) => chain !== undefined);
  }

  /** @returns whether the message was about processing */
  handle(message: Message): boolean {
    const owner = [this.#current, ...this.#coming, ...this.#leaving].find((chain) => chain.owns(message));
    // What a chain says of its own end comes when it is gone.
    if (!owner) return isTrouble(message) && /^\/GstBin:chain-\d+\b/.test(message.src.getPathString());
    const level = levelStructure(message);
    if (level) {
      const now = Date.now();
      owner.deliveredAt = now;
      if (owner === this.#coming[0] && now >= this.#crossedAt) this.#cross(owner, now);
      if (owner === this.#current && this.metering) this.hooks.onLevel(readLevel(level));
    } else if (message.type === Gst.MessageType.ERROR) {
      const reason = message.parseError()[0].message ?? 'unknown GStreamer error';
      this.#fail(owner, owner.suspects(message), reason);
    }
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const chain of [this.#current, ...this.#coming, ...this.#leaving]) chain.close();
    this.#coming = [];
    this.#leaving.clear();
  }

  #cross(chain: ProcessingChain, now: number): void {
    const old = this.#current;
    this.#current = chain;
    this.#coming = this.#coming.filter((other) => other !== chain);
    this.#crossedAt = now + FADE_MS + BEHIND_MS;
    const from = this.sound.runningTime;
    const until = from + FADE_MS * NS_PER_MS;
    chain.settle();
    chain.fade(1, from, until);
    old.fade(0, from, until);
    this.#leaving.add(old);
    old.closeAfter(FADE_MS + BEHIND_MS, () => {
      this.#leaving.delete(old);
      this.hooks.onGarbage();
    });
  }

  #fail(chain: ProcessingChain, suspects: string[], reason: string): void {
    const isWished = chain === (this.#coming.at(-1) ?? this.#current);
    const isHeard = chain === this.#current;
    this.#coming = this.#coming.filter((other) => other !== chain);
    this.#leaving.delete(chain);
    this.#end(chain);
    if (!isWished && !isHeard) return;
    const rest = chain.filters.filter(({ name }) => !suspects.includes(name));
    const replacement = new ProcessingChain(this.sound, rest, isHeard ? 1 : 0);
    if (isHeard) this.#current = replacement;
    else this.#coming.push(replacement);
    // Where another chain is wished for by now, that will say itself what is wrong with it.
    if (isWished) for (const filter of suspects) this.hooks.onFailure(filter, reason);
  }

  #end(chain: ProcessingChain): void {
    chain.close();
    this.hooks.onGarbage();
  }

  #checkStall(now: number): void {
    const wasBlocked = now - this.#checkedAt > 2 * CHECK_MS;
    this.#checkedAt = now;
    for (const chain of [this.#current, ...this.#coming]) {
      // While this process was held up, nobody read what the chain said.
      if (wasBlocked) chain.deliveredAt = now;
      if (chain.filters.length === 0 || now - chain.deliveredAt <= STALL_MS) continue;
      this.#fail(chain, chain.suspects(), 'no sound comes through');
    }
  }
}
