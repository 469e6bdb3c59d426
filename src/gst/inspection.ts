import type { Level, SourceReport, SourceSpec } from '../engine/protocol.js';
import { Gst, type Message } from './gi.js';
import { levelStructure, readLevel } from './level.js';
import { SourceBin } from './source-bin.js';
import type { SoundPipeline } from './sound-pipeline.js';

/** Long enough for a sound server to open its device and a null sink to wake up, ms. */
const DURATION_MS = 2000;

/** Plays one source unheard for two seconds and tells what came of it. */
export class Inspection {
  readonly #bin: SourceBin;
  readonly #end: () => void;
  #level: Level | null = null;
  #firstAt: number | null = null;
  #error: string | null = null;
  readonly report: Promise<SourceReport>;

  /** @throws Error when the launch text or a property is wrong */
  constructor(spec: SourceSpec, sound: SoundPipeline, defaultMonitor: string) {
    this.#bin = new SourceBin(spec, sound, { defaultMonitor });
    let finish: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (finish = resolve));
    const timer = setTimeout(finish, DURATION_MS);
    this.#end = () => {
      clearTimeout(timer);
      finish();
    };
    this.report = ended.then(() => this.#conclude());
    // On a refusal GStreamer's reason is still on the bus: it ends the inspection.
    this.#bin.start();
  }

  /** @returns whether the message was about the inspected source */
  handle(message: Message): boolean {
    if (!this.#bin.owns(message)) return false;
    const level = levelStructure(message);
    if (level) {
      this.#level = readLevel(level);
      this.#firstAt ??= Date.now();
    }
    if (message.type === Gst.MessageType.ERROR) {
      // The first names the cause, those after it the consequences.
      this.#error ??= message.parseError()[0].message ?? 'unknown GStreamer error';
      this.#end();
    }
    return true;
  }

  close(): void {
    this.#end();
  }

  #conclude(): SourceReport {
    const { caps, latencyMs } = this.#bin.negotiated;
    const startMs = this.#firstAt === null ? null : this.#firstAt - this.#bin.bornAt;
    this.#bin.close();
    return { level: this.#level, caps, latencyMs, startMs, error: this.#error };
  }
}
