import type { SourceState } from '../api.js';
import type { SourceSpec } from '../engine/protocol.js';
import { Gst, type Message, unwrap } from './gi.js';
import { SourceBin } from './source-bin.js';
import type { SoundPipeline } from './sound-pipeline.js';

const TICK_MS = 50;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 500;
/** A source that delivered and then nothing for this long is started anew. */
const STALL_MS = 700;
/** An idle null sink's monitor may take 2 s for its first data. */
const START_MS = 4000;
/** Until GStreamer says more. */
const REFUSAL = 'it does not start';

interface Hooks {
  onState(state: SourceState, spec: SourceSpec, reason?: string): void;
  /** Elements were removed: their wrappers should be collected. */
  onGarbage(): void;
}

/**
 * Keeps the wished source playing. A new source is heard from the moment it
 * delivers, and only then the old one goes; a source that fails leaves silence,
 * which the mixer makes, and is tried again.
 */
export class SourcePlayer {
  #wish: SourceSpec | undefined;
  #current: SourceBin | undefined;
  #next: SourceBin | undefined;
  /** Name of the bin that refused to start last. */
  #refused: string | undefined;
  #refusal = REFUSAL;
  #reported = '';
  #retryDelay = 0;
  #retryAt = 0;
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
    this.#drop(this.#next);
    this.#wish = spec;
    this.#retryDelay = 0;
    this.#refusal = REFUSAL;
    this.#report('starting', spec);
    this.#start(next);
  }

  /** @returns whether the message was about a source */
  handle(message: Message): boolean {
    const owner = [this.#current, this.#next].find((bin) => bin?.owns(message));
    if (!owner) return this.#handleLate(message);
    if (message.type === Gst.MessageType.ELEMENT && message.getStructure()?.getName() === 'level') {
      this.#delivered(owner);
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
    this.#drop(this.#current);
    this.#drop(this.#next);
  }

  /** Why a source did not start is told after its bin is already gone. */
  #handleLate(message: Message): boolean {
    const [, name] = /\/GstBin:(source-\d+)/.exec(message.src.getPathString()) ?? [];
    if (name === undefined) return false;
    if (name === this.#refused && message.type === Gst.MessageType.ERROR && this.#wish) {
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

  #delivered(bin: SourceBin): void {
    bin.deliveredAt = Date.now();
    if (bin !== this.#next) return;
    const old = this.#current;
    this.#current = bin;
    this.#next = undefined;
    this.#retryDelay = 0;
    bin.unmute();
    this.#drop(old);
    this.#report('running', bin.spec);
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
    this.#drop(bin);
    if (!this.#next) this.#scheduleRetry(reason);
  }

  #scheduleRetry(reason: string): void {
    this.#retryDelay = Math.min(Math.max(this.#retryDelay * 2, RETRY_FIRST_MS), RETRY_MAX_MS);
    this.#retryAt = Date.now() + this.#retryDelay;
    if (this.#wish) this.#report('waiting', this.#wish, reason);
  }

  #tick(): void {
    const now = Date.now();
    for (const bin of [this.#current, this.#next]) {
      if (bin?.ended) this.#fail(bin, 'it came to its end');
    }
    const silentFor = now - (this.#current?.deliveredAt ?? now);
    if (this.#current && !this.mayStall && silentFor > STALL_MS)
      this.#fail(this.#current, 'it stopped delivering sound');
    if (this.#next && now - this.#next.bornAt > START_MS) this.#fail(this.#next, 'it delivers no sound');
    this.#retry(now);
  }

  #retry(now: number): void {
    const wish = this.#wish;
    if (!wish || this.#next || this.#current?.spec === wish || now < this.#retryAt) return;
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

  #drop(bin: SourceBin | undefined): void {
    if (!bin) return;
    bin.close();
    this.hooks.onGarbage();
  }
}

function reasonOf(message: Message): string {
  return message.parseError()[0].message ?? 'unknown GStreamer error';
}
