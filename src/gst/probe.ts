import type { Level, SourceSpec } from '../engine/protocol.js';
import { Gst, type Message } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { SourceBin } from './source-bin.js';
import { SourceExit } from './source-exit.js';
import { serverObstacle, type SoundServer } from './source-obstacle.js';
import type { SoundPipeline } from './sound-pipeline.js';

const TICK_MS = 50;

interface Hooks {
  onLevel(name: string, level: Level): void;
  /** It is silent from now on. */
  onFailure(name: string, reason: string): void;
  /** Elements were removed: their wrappers should be collected. */
  onGarbage(): void;
}

/** Plays sources unheard, beside the mixer, to show how loud each of them is. */
export class Probe {
  #bins: SourceBin[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #exit: SourceExit;

  constructor(
    private readonly sound: SoundPipeline,
    private readonly server: SoundServer,
    private readonly hooks: Hooks,
  ) {
    this.#exit = new SourceExit(server, () => hooks.onGarbage());
  }

  /** Takes the place of the last list, of which those that stay play on; an empty one ends all. */
  use(specs: readonly SourceSpec[], defaultMonitor: string): void {
    const wished = specs.map((spec) => JSON.stringify(spec));
    const playing = new Map(this.#bins.map((bin) => [JSON.stringify(bin.spec), bin]));
    for (const [key, bin] of playing) if (!wished.includes(key)) this.#exit.end(bin);
    this.#bins = specs.flatMap(
      (spec, i) => playing.get(wished[i] ?? '') ?? this.#start(spec, defaultMonitor),
    );
    if (this.#bins.length > 0 || !this.#exit.isDone) this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** @returns whether the message was about a probed source */
  handle(message: Message): boolean {
    const owner = this.#bins.find((bin) => bin.owns(message));
    if (!owner) return this.#exit.handle(message);
    const level = levelStructure(message);
    if (level) {
      owner.deliveredAt = Date.now();
      this.hooks.onLevel(owner.spec.name, readLevel(level));
    } else if (message.type === Gst.MessageType.ERROR) {
      owner.hasFailed = true;
      this.#bins = this.#bins.filter((bin) => bin !== owner);
      this.#exit.end(owner);
      this.hooks.onFailure(owner.spec.name, message.parseError()[0].message ?? 'unknown GStreamer error');
    }
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const bin of this.#bins) bin.close();
    this.#bins = [];
    this.#exit.close();
  }

  /** @returns none where it cannot be started: then the others have to do */
  #start(spec: SourceSpec, defaultMonitor: string): SourceBin[] {
    try {
      const bin = new SourceBin(spec, this.sound, { defaultMonitor }, (out) => this.sound.addDrain(out));
      const reason = bin.captures.any ? serverObstacle(this.server) : undefined;
      if (reason === undefined && bin.start()) return [bin];
      bin.hasFailed = true;
      this.#exit.end(bin);
      this.hooks.onFailure(spec.name, reason ?? 'it does not start');
    } catch (error) {
      this.hooks.onFailure(spec.name, error instanceof Error ? error.message : String(error));
    }
    return [];
  }

  #tick(): void {
    if (this.#bins.some(({ isDoubtful }) => isDoubtful)) this.server.ask();
    this.#exit.retry();
    if (this.#bins.length > 0 || !this.#exit.isDone) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
