import type { SourceState } from '../api.js';
import type { SourceSpec } from '../engine/protocol.js';
import { Gst, type Message, unwrap } from './gi.js';
import { isTrouble } from './message.js';
import { levelStructure, readLevel } from './level.js';
import { SourceBin } from './source-bin.js';
import type { StreamPlace } from './pulse-watch.js';
import type { SoundPipeline } from './sound-pipeline.js';

const TICK_MS = 50;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 500;
/** An application that does not play is waited for: the server tells when one begins to. */
const RETRY_APPLICATION_MS = 5000;
/** A source that delivered and then nothing for this long is started anew. */
const STALL_MS = 700;
/** After this without sound the server is asked whether it still answers. */
const DOUBT_MS = 150;
/** An idle null sink's monitor may take 2 s for its first data, as the server renders that far ahead. */
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

/** What the player wants to know of the sound server. */
interface SoundServer {
  /** Whoever calls it now would be blocked. */
  readonly isHung: boolean;
  /** Has a look whether it hangs. */
  ask(): void;
  /** Tells `found` from now on whether this device is there; '' is none. */
  expect(device: string): void;
}

/**
 * Keeps the wished source playing while it is wanted. A new source is heard from
 * the moment it delivers, and only then the old one goes; a source that fails
 * leaves silence, which the mixer makes, and is tried again.
 */
export class SourcePlayer {
  #wish: SourceSpec | undefined;
  /** What `@DEFAULT_MONITOR@` means now; empty while nobody knows. */
  #defaultMonitor = '';
  #current: SourceBin | undefined;
  #next: SourceBin | undefined;
  readonly #leaving = new Set<SourceBin>();
  /** Muted and given up, but a server that does not answer would block their end. */
  readonly #stuck = new Set<SourceBin>();
  /** Of the wish. */
  #usesSoundServer = false;
  /** The wish's device, while the sound server says that it is not there. */
  #missing = '';
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
    private readonly server: SoundServer,
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
    const next = new SourceBin(spec, this.sound, this.#defaultMonitor);
    this.#discard(this.#next);
    this.#next = undefined;
    this.#wish = spec;
    this.#hurry();
    this.#refusal = REFUSAL;
    this.#missing = '';
    this.#usesSoundServer = next.captures.any;
    this.server.expect(next.captures.needed);
    if (!this.#isWanted) {
      this.#discard(next);
      this.#report('idle', spec);
      return;
    }
    this.#report('starting', spec);
    if (this.#mustWait()) this.#discard(next);
    else this.#start(next);
  }

  /** Somebody listens, or nobody does: then nothing is captured. */
  want(isWanted: boolean): void {
    if (this.#isWanted === isWanted) return;
    this.#isWanted = isWanted;
    if (!this.#wish) return;
    if (isWanted) {
      this.#hurry();
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
      const [capture, property, value] = message.parsePropertyNotify();
      const device = property === 'current-device' ? unwrap(value) : null;
      if (typeof device === 'string') this.#checkDevice(owner, capture, device);
    }
    return true;
  }

  /** The sound server says where a stream is; faster than the stream's element does. */
  moved({ stream, device, defaultMonitor }: StreamPlace): void {
    this.#defaultMonitor = defaultMonitor;
    for (const bin of [this.#current, this.#next, ...this.#leaving]) {
      const capture = bin?.captures.byStream(stream);
      if (bin && capture) this.#checkDevice(bin, capture, device);
    }
  }

  /** The sound server says whether the wish's device is there; undefined when there is no server to say so. */
  found(device: string, isThere: boolean | undefined): void {
    this.#missing = isThere === false ? device : '';
    if (isThere !== true || this.#current?.spec === this.#wish) return;
    this.#hurry();
    this.#retry(Date.now());
  }

  /** Some application begins to play; it may be the one that is waited for. */
  tryApplication(): void {
    if (this.#wish?.kind !== 'application' || this.#current?.spec === this.#wish) return;
    this.#hurry();
    this.#retry(Date.now());
  }

  /** Another output has become the default one: a source that shall capture that is started anew. */
  followDefault(defaultMonitor: string): void {
    this.#defaultMonitor = defaultMonitor;
    this.#retry(Date.now());
  }

  close(): void {
    clearInterval(this.#timer);
    this.#wish = undefined;
    for (const bin of [this.#current, this.#next, ...this.#leaving, ...this.#stuck]) bin?.close();
  }

  /** Why a source did not start is told after its bin is already gone. */
  #handleLate(message: Message): boolean {
    if (!isTrouble(message)) return false;
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
    this.#hurry();
    this.#soundAt = Date.now();
    bin.fadeIn();
    if (!old) return;
    this.#leaving.add(old);
    old.fadeOut(() => this.#discard(old));
  }

  #checkDevice(bin: SourceBin, capture: object, device: string): void {
    if (!bin.captures.isForeign(capture, device, this.#defaultMonitor)) return;
    this.#fail(bin, `its device is gone; the sound server moved it to ${device}`);
  }

  #fail(bin: SourceBin, reason: string): void {
    const isLeaving = this.#leaving.has(bin);
    if (bin === this.#current) this.#current = undefined;
    if (bin === this.#next) this.#next = undefined;
    this.#discard(bin);
    if (!this.#next && !isLeaving) this.#scheduleRetry(reason);
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

  /** The next try comes at once, as if there had been none. */
  #hurry(): void {
    this.#retryDelay = 0;
    this.#retryAt = 0;
  }

  #scheduleRetry(reason: string): void {
    const longest = this.#wish?.kind === 'application' ? RETRY_APPLICATION_MS : RETRY_MAX_MS;
    this.#retryDelay = Math.min(Math.max(this.#retryDelay * 2, RETRY_FIRST_MS), longest);
    this.#retryAt = Date.now() + this.#retryDelay;
    if (this.#wish) this.#report('waiting', this.#wish, reason);
  }

  #tick(): void {
    const now = Date.now();
    for (const bin of [this.#current, this.#next]) {
      if (bin?.ended) this.#again(bin);
    }
    this.#checkStall(now);
    if (this.#next && now - this.#next.bornAt > START_MS) this.#fail(this.#next, 'it delivers no sound');
    for (const bin of this.#stuck) if (!this.server.isHung) this.#discard(bin);
    this.#retry(now);
  }

  #checkStall(now: number): void {
    const current = this.#current;
    if (!current || this.mayStall) return;
    const pause = now - current.deliveredAt;
    if (pause > STALL_MS) this.#fail(current, 'it stopped delivering sound');
    else if (pause > DOUBT_MS && current.captures.any) this.server.ask();
  }

  /** Whether a try would be in vain, or hang itself. Says so then. */
  #mustWait(): boolean {
    if (!this.#wish || !this.#usesSoundServer) return false;
    const isHung = this.server.isHung;
    if (isHung) this.#report('waiting', this.#wish, 'the sound server does not answer');
    else if (this.#missing !== '') this.#report('waiting', this.#wish, `there is no ${this.#missing}`);
    return isHung || this.#missing !== '';
  }

  #retry(now: number): void {
    const wish = this.#wish;
    if (!wish || !this.#isWanted || this.#next || now < this.#retryAt) return;
    if (this.#current?.spec === wish && !this.#current.captures.missDefault(this.#defaultMonitor)) return;
    if (this.#mustWait()) return;
    try {
      this.#start(new SourceBin(wish, this.sound, this.#defaultMonitor));
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
    this.#leaving.delete(bin);
    if (bin.captures.any && this.server.isHung) {
      bin.mute();
      this.#stuck.add(bin);
      return;
    }
    bin.close();
    this.#stuck.delete(bin);
    this.hooks.onGarbage();
  }
}

function reasonOf(message: Message): string {
  return message.parseError()[0].message ?? 'unknown GStreamer error';
}
