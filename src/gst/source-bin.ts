import type { SourceSpec } from '../engine/protocol.js';
import { Captures, type Places } from './captures.js';
import { childNamed, ghostPad, parseBin, setProperties, staticPad } from './elements.js';
import { type Bin, Gst, type Message, type Pad } from './gi.js';
import { MixedBin } from './mixed-bin.js';
import { type MixerInput, RAW_CAPS, type SoundPipeline } from './sound-pipeline.js';

/** How often a source reports that it delivers, ns. */
const LEVEL_INTERVAL_NS = 50_000_000;
/** Head start of a file's timestamps over the running time, ns: its first buffers must not be late. */
const FILE_OFFSET_NS = 50_000_000;

/** The first element behind the launch text; nobody else's name. */
const INPUT = 'earshot-input';
const FADE_MS = 40;
/** A capture that pauses for longer makes one ask the sound server whether it still answers, ms. */
const DOUBT_MS = 150;

/** Late messages of a removed bin still arrive: a name is never used twice. */
let made = 0;

/** One running source: on the first mixer, muted until it delivers, or on a drain, where it is only measured. */
export class SourceBin {
  readonly bornAt = Date.now();
  /** When it last delivered sound, ms since the epoch; 0: not yet. */
  deliveredAt = 0;
  /** When the mixer last dropped sound of it that came too late, ms since the epoch; 0: never. */
  droppedAt = 0;
  readonly name = `source-${String((made += 1))}`;
  readonly #bin: Bin;
  readonly #out: Pad;
  readonly #input: MixerInput;
  readonly #mixed: MixedBin;
  readonly captures: Captures;
  #isStarted = false;
  /** An element told of an error. */
  hasFailed = false;

  /**
   * @param plugIn where its sound goes
   * @throws Error when the launch text or a property is wrong; nothing is left then
   */
  constructor(
    readonly spec: SourceSpec,
    private readonly sound: SoundPipeline,
    places: Places,
    plugIn: (out: Pad) => MixerInput = (out) => sound.addSource(out),
  ) {
    const launch = `${spec.launch} ! audioconvert name=${INPUT} ! audioresample ! capsfilter caps="${RAW_CAPS}" ! level name=delivery interval=${String(LEVEL_INTERVAL_NS)}`;
    this.#bin = parseBin(launch, this.name);
    setProperties(this.#bin, spec.properties);
    this.captures = new Captures(this.#bin, spec, places);
    // decodebin turns asynchronous when it starts; that must not pull the pipeline out of PLAYING.
    this.#bin.asyncHandling = true;
    this.#out = ghostPad(this.#bin, 'src', staticPad(childNamed(this.#bin, 'delivery'), 'src'));
    sound.pipeline.add(this.#bin);
    this.#input = plugIn(this.#out);
    this.#mixed = new MixedBin(sound.pipeline, this.#bin, this.#input, FADE_MS);
  }

  /** @returns false when an element refuses to start; its reason is on the bus */
  start(): boolean {
    // A file's time begins at 0, so it is moved to now; a live source is already stamped with running time.
    this.#out.setOffset(this.sound.runningTime + FILE_OFFSET_NS);
    const paused = this.#bin.setState(Gst.State.PAUSED);
    if (paused === Gst.StateChangeReturn.FAILURE) return false;
    if (paused === Gst.StateChangeReturn.NO_PREROLL) {
      this.#out.setOffset(0);
      this.#input.setLive?.();
    }
    this.#isStarted = true;
    return this.#bin.setState(Gst.State.PLAYING) !== Gst.StateChangeReturn.FAILURE;
  }

  owns(message: Message): boolean {
    return this.#mixed.owns(message) || message.src === (this.#input.pad as unknown);
  }

  /** Whether it captured and has paused since: the sound server may hang. */
  get isDoubtful(): boolean {
    return this.captures.any && this.deliveredAt > 0 && Date.now() - this.deliveredAt > DOUBT_MS;
  }

  /** Whether an element waits for the sound server to connect it: it cannot be closed meanwhile. */
  get isConnecting(): boolean {
    const mayConnect = this.#isStarted && !this.hasFailed && this.deliveredAt === 0 && !this.ended;
    return mayConnect && this.captures.isUnconnected;
  }

  /** What the source delivers before it is converted, and the delay that it reports, ms. */
  get negotiated(): { caps: string | null; latencyMs: number | null } {
    const caps = staticPad(childNamed(this.#bin, INPUT), 'sink').getCurrentCaps();
    const query = Gst.Query.newLatency();
    const answered = this.#out.query(query);
    const [, latency] = query.parseLatency();
    return { caps: caps?.toString() ?? null, latencyMs: answered ? Number(latency) / 1e6 : null };
  }

  fadeIn(): void {
    this.#mixed.fadeIn();
  }

  fadeOut(onSilent: () => void): void {
    this.#mixed.fadeOut(onSilent);
  }

  mute(): void {
    this.#mixed.mute();
  }

  /** The end of a file posts no message here, as there is no sink: it is read off the mixer's pad. */
  get ended(): boolean {
    return this.#input.pad.getStickyEvent(Gst.EventType.EOS, 0) !== null;
  }

  close(): void {
    this.mute();
    // Ended before it is unlinked: what nobody takes would be an error to it.
    this.#bin.setLockedState(true);
    this.#bin.setState(Gst.State.NULL);
    this.#mixed.close();
  }
}
