import type { SourceState } from '../api.js';
import type { SourceSpec } from '../engine/protocol.js';
import { BackOff } from './back-off.js';
import { Gst, type Message, unwrap } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { isTrouble } from './message.js';
import type { Presence, StreamPlace } from './pulse-watch.js';
import { SourceBin } from './source-bin.js';
import { SourceExit } from './source-exit.js';
import { type SoundServer, SourceObstacle } from './source-obstacle.js';
import { SourceReporter } from './source-reporter.js';
import type { SoundPipeline } from './sound-pipeline.js';

const TICK_MS = 50;
/** A source that delivered and then nothing for this long is started anew. */
const STALL_MS = 700;
/** An idle null sink's monitor may take 2 s for its first data, as the server renders that far ahead. */
const START_MS = 4000;
/** For this long after the mixer has dropped sound that came too late, nothing counts as delivered. */
const DROPPED_MS = 200;
/** Until GStreamer says more. */
const REFUSAL = 'it does not start';
const TOO_LATE = 'its sound comes too late to be heard';

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
  /** What `@DEFAULT_MONITOR@` means now; empty while nobody knows. */
  #defaultMonitor = '';
  #current: SourceBin | undefined;
  #next: SourceBin | undefined;
  #isWanted = false;
  /** Name of the bin that refused to start last. */
  #refused: string | undefined;
  #refusal = REFUSAL;
  readonly #exit: SourceExit;
  readonly #obstacle: SourceObstacle;
  readonly #reporter: SourceReporter;
  readonly #backOff = new BackOff();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly sound: SoundPipeline,
    hooks: Hooks,
    private readonly server: SoundServer,
    /** Windows' loopback delivers nothing while nothing plays: there a silent source is no stalled one. */
    private readonly mayStall = process.platform === 'win32',
  ) {
    this.#exit = new SourceExit(server, () => hooks.onGarbage());
    this.#obstacle = new SourceObstacle(server);
    this.#reporter = new SourceReporter((...report) => hooks.onState(...report));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /**
   * Plays this from now on; what played before is heard until it delivers.
   * @throws Error when the launch text or a property is wrong; nothing changes then
   */
  play(spec: SourceSpec): void {
    const next = this.#build(spec);
    this.#drop(this.#next);
    this.#wish = spec;
    this.#backOff.reset();
    this.#refusal = REFUSAL;
    this.#obstacle.watch(spec, next.captures);
    if (!this.#isWanted) {
      this.#drop(next);
      this.#reporter.say('idle', spec);
      return;
    }
    this.#reporter.say('starting', spec);
    if (this.#mustWait(spec)) this.#drop(next);
    else this.#start(next);
  }

  /** Somebody listens, or nobody does: then nothing is captured. */
  want(isWanted: boolean): void {
    if (this.#isWanted === isWanted) return;
    this.#isWanted = isWanted;
    if (!this.#wish) return;
    if (isWanted) {
      this.#reporter.say('starting', this.#wish);
      this.#hurry();
    } else {
      for (const bin of [this.#current, this.#next]) this.#drop(bin);
      this.#reporter.say('idle', this.#wish);
    }
  }

  /** @returns whether the message was about a source */
  handle(message: Message): boolean {
    const owner = [this.#current, this.#next].find((bin) => bin?.owns(message));
    if (!owner) return this.#handleLate(message);
    const level = levelStructure(message);
    if (message.type === Gst.MessageType.QOS) {
      owner.droppedAt = Date.now();
    } else if (level) {
      this.#delivered(owner, Math.max(...readLevel(level).peak));
    } else if (message.type === Gst.MessageType.ERROR) {
      owner.hasFailed = true;
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
    for (const bin of [this.#current, this.#next, ...this.#exit.fading]) {
      const capture = bin?.captures.byStream(stream);
      if (bin && capture) this.#checkDevice(bin, capture, device);
    }
  }

  /** The sound server says whether what the wish needs is there; undefined when there is no server to say so. */
  found(presence: Presence | undefined): void {
    if (this.#obstacle.learn(presence) && this.#current?.spec !== this.#wish) this.#hurry();
  }

  /** Another output has become the default one: a source that shall capture that is started anew. */
  followDefault(defaultMonitor: string): void {
    this.#defaultMonitor = defaultMonitor;
    this.#retry();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#wish = undefined;
    for (const bin of [this.#current, this.#next]) bin?.close();
    this.#exit.close();
  }

  /** Why a source did not start is told after its bin is already gone. */
  #handleLate(message: Message): boolean {
    if (!isTrouble(message)) return false;
    const [, name] = /\/GstBin:(source-\d+)/.exec(message.src.getPathString()) ?? [];
    if (name === undefined) return false;
    this.#exit.handle(message);
    if (name === this.#refused && message.type === Gst.MessageType.ERROR && this.#wish) {
      this.#refused = undefined; // the first names the cause, those after it the consequences
      this.#refusal = reasonOf(message);
      this.#reporter.say('waiting', this.#wish, this.#refusal);
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
    if (now - bin.droppedAt < DROPPED_MS) return;
    bin.deliveredAt = now;
    if (bin === this.#next) this.#take(bin);
    if (bin === this.#current && bin.spec === this.#wish) this.#reporter.delivered(bin.spec, peak);
  }

  #take(bin: SourceBin): void {
    const old = this.#current;
    this.#current = bin;
    this.#next = undefined;
    this.#backOff.reset();
    this.#reporter.taken();
    bin.fadeIn();
    if (old) this.#exit.fade(old);
  }

  #checkDevice(bin: SourceBin, capture: object, device: string): void {
    if (!bin.captures.isForeign(capture, device, this.#defaultMonitor)) return;
    this.#fail(bin, `its device is gone; the sound server moved it to ${device}`);
  }

  #fail(bin: SourceBin, reason: string): void {
    const isLeaving = bin !== this.#current && bin !== this.#next;
    this.#drop(bin);
    if (!this.#next && !isLeaving) this.#failed(reason);
  }

  /** A file begins anew at once; anything else that ends is a failure. */
  #again(bin: SourceBin): void {
    if (bin.spec.kind !== 'file' || bin.deliveredAt === 0) {
      this.#fail(bin, 'it came to its end');
      return;
    }
    this.#drop(bin);
    this.#backOff.reset();
  }

  #failed(reason: string): void {
    this.#backOff.failed();
    this.#obstacle.doubt();
    if (this.#wish) this.#reporter.say('waiting', this.#wish, reason);
  }

  #tick(): void {
    for (const bin of [this.#current, this.#next]) {
      if (bin?.ended) this.#again(bin);
    }
    this.#checkStall();
    if (this.#next && Date.now() - this.#next.bornAt > START_MS)
      this.#fail(this.#next, this.#next.droppedAt > 0 ? TOO_LATE : 'it delivers no sound');
    this.#exit.retry();
    this.#retry();
  }

  #checkStall(): void {
    const current = this.#current;
    if (!current || this.mayStall) return;
    const pause = Date.now() - current.deliveredAt;
    if (pause > STALL_MS) {
      const isLate = current.droppedAt > current.deliveredAt;
      this.#fail(current, isLate ? TOO_LATE : 'it stopped delivering sound');
    } else if (current.isDoubtful) this.server.ask();
  }

  #build(spec: SourceSpec): SourceBin {
    const { playback } = this.#obstacle;
    return new SourceBin(spec, this.sound, { defaultMonitor: this.#defaultMonitor, playback });
  }

  #mustWait(wish: SourceSpec): boolean {
    const { reason } = this.#obstacle;
    if (reason !== undefined) this.#reporter.say('waiting', wish, reason);
    return reason !== undefined;
  }

  #hurry(): void {
    this.#backOff.reset();
    this.#retry();
  }

  #retry(): void {
    const wish = this.#wish;
    if (!wish || !this.#isWanted || this.#next || !this.#backOff.isDue) return;
    if (this.#current?.spec === wish && !this.#current.captures.missDefault(this.#defaultMonitor)) return;
    if (this.#mustWait(wish)) return;
    try {
      this.#start(this.#build(wish));
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  #drop(bin: SourceBin | undefined): void {
    if (bin === this.#current) this.#current = undefined;
    if (bin === this.#next) this.#next = undefined;
    if (bin) this.#exit.end(bin);
  }
}

function reasonOf(message: Message): string {
  return message.parseError()[0].message ?? 'unknown GStreamer error';
}
