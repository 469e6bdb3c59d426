import type { SourceState } from '../api.js';
import type { SourceSpec } from '../engine/protocol.js';
import { Gst, type Message, unwrap } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { SourceBin } from './source-bin.js';
import type { SoundPipeline } from './sound-pipeline.js';

const TICK_MS = 50;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 500;
/** A source that delivered and then nothing for this long is started anew. */
const STALL_MS = 700;
/** An idle null sink's monitor may take 2 s for its first data. */
const START_MS = 4000;
/** Below this nobody hears anything, dBFS. */
const SILENCE_DB = -90;
/** A source counts as silent after this; pauses between two sentences are shorter. */
const SILENT_MS = 3000;
/** Until GStreamer says more. */
const REFUSAL = 'it does not start';

interface Hooks {
  onState(state: SourceState, spec: SourceSpec, reason?: string): void;
  /** Elements were removed: their wrappers should be collected. */
  onGarbage(): void;
}

/**
 * Keeps the wished source playing while it is wanted. A new source is heard from
 * the moment it delivers, and only then the old one goes; a source that fails
 * leaves silence, which the mixer makes, and is tried again.
 */
export class SourcePlayer {
  #wish: SourceSpec | undefined;
  #current: SourceBin | undefined;
  #next: SourceBin | undefined;
  readonly #leaving = new Set<SourceBin>();
  #isWanted = false;
  /** Name of the bin that refused to start last. */
  #refused: string | undefined;
  #refusal = REFUSAL;
  #reported = '';
  #retryDelay = 0;
  #retryAt = 0;
  /** When it was last heard, ms since the epoch. */
  #soundAt = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly sound: SoundPipeline,
    private readonly hooks: Hooks,
    /** Windows' loopback delivers nothing while nothing plays: there a silent source is no stalled one. */
    private readonly mayStall = process.platform === 'win32',
  ) {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /**
   * Plays this from now on; what played before is heard until it delivers.
   * @throws Error when the launch text or a property is wrong; nothing changes then
   */
  play(spec: SourceSpec): void {
    const next = new SourceBin(spec, this.sound);
    this.#discard(this.#next);
    this.#next = undefined;
    this.#wish = spec;
    this.#retryDelay = 0;
    this.#refusal = REFUSAL;
    if (!this.#isWanted) {
      this.#discard(next);
      this.#report('idle', spec);
      return;
    }
    this.#report('starting', spec);
    this.#start(next);
  }

  /** Somebody listens, or nobody does: then nothing is captured. */
  want(isWanted: boolean): void {
    if (this.#isWanted === isWanted) return;
    this.#isWanted = isWanted;
    if (!this.#wish) return;
    if (isWanted) {
      this.#retryDelay = 0;
      this.#retryAt = 0;
      this.#report('starting', this.#wish);
      this.#retry(Date.now());
    } else {
      for (const bin of [this.#current, this.#next]) this.#discard(bin);
      this.#current = this.#next = undefined;
      this.#report('idle', this.#wish);
    }
  }

  /** @returns whether the message was about a source */
  handle(message: Message): boolean {
    const owner = [this.#current, this.#next].find((bin) => bin?.owns(message));
    if (!owner) return this.#handleLate(message);
    const level = levelStructure(message);
    if (level) {
      this.#delivered(owner, Math.max(...readLevel(level).peak));
    } else if (message.type === Gst.MessageType.ERROR) {
      this.#fail(owner, reasonOf(message));
    } else if (message.type === Gst.MessageType.PROPERTY_NOTIFY) {
      this.#checkDevice(owner, message);
    }
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#wish = undefined;
    for (const bin of [this.#current, this.#next, ...this.#leaving]) this.#discard(bin);
  }

  /** Why a source did not start is told after its bin is already gone. */
  #handleLate(message: Message): boolean {
    const [, name] = /\/GstBin:(source-\d+)/.exec(message.src.getPathString()) ?? [];
    if (name === undefined) return false;
    if (name === this.#refused && message.type === Gst.MessageType.ERROR && this.#wish) {
      this.#refused = undefined; // the first names the cause, those after it the consequences
      this.#refusal = reasonOf(message);
      this.#report('waiting', this.#wish, this.#refusal);
    }
    return true;
  }

  #start(bin: SourceBin): void {
    this.#next = bin;
    if (bin.start()) return;
    this.#refused = bin.name;
    this.#fail(bin, this.#refusal);
  }

  #delivered(bin: SourceBin, peak: number): void {
    const now = Date.now();
    bin.deliveredAt = now;
    if (bin === this.#next) this.#take(bin);
    if (bin !== this.#current || bin.spec !== this.#wish) return;
    if (peak > SILENCE_DB) this.#soundAt = now;
    this.#report(now - this.#soundAt > SILENT_MS ? 'silent' : 'running', bin.spec);
  }

  #take(bin: SourceBin): void {
    const old = this.#current;
    this.#current = bin;
    this.#next = undefined;
    this.#retryDelay = 0;
    this.#soundAt = Date.now();
    bin.fadeIn();
    if (!old) return;
    this.#leaving.add(old);
    old.fadeOut(() => {
      this.#leaving.delete(old);
      this.hooks.onGarbage();
    });
  }

  #checkDevice(bin: SourceBin, message: Message): void {
    const [capture, property, value] = message.parsePropertyNotify();
    const device = property === 'current-device' ? unwrap(value) : null;
    if (typeof device === 'string' && bin.isForeignDevice(capture, device)) {
      this.#fail(bin, `its device is gone; the sound server moved it to ${device}`);
    }
  }

  #fail(bin: SourceBin, reason: string): void {
    if (bin === this.#current) this.#current = undefined;
    if (bin === this.#next) this.#next = undefined;
    this.#discard(bin);
    if (!this.#next) this.#scheduleRetry(reason);
  }

  /** A file begins anew at once; anything else that ends is a failure. */
  #again(bin: SourceBin): void {
    if (bin.spec.kind !== 'file' || bin.deliveredAt === 0) {
      this.#fail(bin, 'it came to its end');
      return;
    }
    if (bin === this.#current) this.#current = undefined;
    if (bin === this.#next) this.#next = undefined;
    this.#discard(bin);
    this.#retryAt = 0;
  }

  #scheduleRetry(reason: string): void {
    this.#retryDelay = Math.min(Math.max(this.#retryDelay * 2, RETRY_FIRST_MS), RETRY_MAX_MS);
    this.#retryAt = Date.now() + this.#retryDelay;
    if (this.#wish) this.#report('waiting', this.#wish, reason);
  }

  #tick(): void {
    const now = Date.now();
    for (const bin of [this.#current, this.#next]) {
      if (bin?.ended) this.#again(bin);
    }
    const current = this.#current;
    if (current && !this.mayStall && now - current.deliveredAt > STALL_MS) {
      this.#fail(current, 'it stopped delivering sound');
    }
    if (this.#next && now - this.#next.bornAt > START_MS) this.#fail(this.#next, 'it delivers no sound');
    this.#retry(now);
  }

  #retry(now: number): void {
    const wish = this.#wish;
    if (!wish || !this.#isWanted || this.#next || this.#current?.spec === wish || now < this.#retryAt) return;
    try {
      this.#start(new SourceBin(wish, this.sound));
    } catch (error) {
      this.#scheduleRetry(error instanceof Error ? error.message : String(error));
    }
  }

  /** A source that is tried again and again says so once. */
  #report(state: SourceState, spec: SourceSpec, reason?: string): void {
    const report = JSON.stringify([state, spec.name, reason]);
    if (report === this.#reported) return;
    this.#reported = report;
    this.hooks.onState(state, spec, reason);
  }

  #discard(bin: SourceBin | undefined): void {
    if (!bin) return;
    bin.close();
    this.#leaving.delete(bin);
    this.hooks.onGarbage();
  }
}

function reasonOf(message: Message): string {
  return message.parseError()[0].message ?? 'unknown GStreamer error';
}
