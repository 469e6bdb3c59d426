import type { FilterSpec } from '../engine/protocol.js';
import { childNamed, dispose, ghostPad, parseBin, setProperties, staticPad } from './elements.js';
import { type Bin, Gst, type Message } from './gi.js';
import { isFrom } from './message.js';
import { Ramp } from './ramp.js';
import { type MixerInput, RAW_CAPS, type SoundPipeline } from './sound-pipeline.js';

/** How often the level behind the chain is reported, ns: often until it is known to deliver. */
const FIRST_INTERVAL_NS = 10_000_000;
const INTERVAL_NS = 50_000_000;

let made = 0;

/**
 * One chain of filters between the two mixers. It ends in the meter, whose first
 * message also tells that sound comes through, and a fader.
 */
export class ProcessingChain {
  /** When its sound last came through, ms since the epoch; at first when it was made. */
  deliveredAt = Date.now();
  readonly #bin: Bin;
  /** Each filter stands in a bin of its own: element names of two filters may be the same. */
  readonly #filters = new Map<string, Bin>();
  readonly #input: MixerInput;
  readonly #ramp: Ramp;
  #closing: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * @param level 1: heard at once, as it takes the place of none; 0: to be faded in
   * @throws Error when a filter's launch text or a property is wrong; nothing is left then
   */
  constructor(
    private readonly sound: SoundPipeline,
    readonly filters: readonly FilterSpec[],
    level: 0 | 1,
  ) {
    const name = `chain-${String((made += 1))}`;
    const parts = filters.map(
      ({ name: filter, launch }) =>
        `audioconvert name=into-${filter} ! ( name=filter-${filter} ${launch} ) ! audioconvert`,
    );
    // Floating point between filters: a loud step is no clipping one until the end.
    const inner =
      parts.length > 0
        ? `audioconvert ! audio/x-raw,format=F32LE ! ${parts.join(' ! ')} ! audioresample !`
        : '';
    // A filter that fails must not end the sound before it: errors turn into "not linked" at the entry.
    const text = `errorignore name=entry ! ${inner} capsfilter caps="${RAW_CAPS}" ! level name=meter interval=${String(level === 1 ? INTERVAL_NS : FIRST_INTERVAL_NS)} ! volume name=fader`;
    this.#bin = parseBin(text, name);
    for (const { name: filter, properties } of filters) {
      const bin = childNamed(this.#bin, `filter-${filter}`) as unknown as Bin;
      setProperties(bin, properties);
      this.#filters.set(filter, bin);
    }
    const entry = ghostPad(this.#bin, 'sink', staticPad(childNamed(this.#bin, 'entry'), 'sink'));
    const fader = childNamed(this.#bin, 'fader');
    this.#ramp = new Ramp(fader, level);
    const exit = ghostPad(this.#bin, 'src', staticPad(fader, 'src'));
    sound.pipeline.add(this.#bin);
    this.#bin.syncStateWithParent();
    this.#input = sound.addChain(entry, exit);
  }

  owns(message: Message): boolean {
    return isFrom(message, this.#bin);
  }

  /** Fades it in or out, sample by sample. Times are running time, ns. */
  fade(level: 0 | 1, from: number, until: number): void {
    this.#ramp.to(level, from, until);
  }

  /** It delivers: from now on the level is reported as often as people look. */
  settle(): void {
    setProperties(this.#bin, { meter: { interval: INTERVAL_NS } });
  }

  /**
   * The filters that may be why nothing comes through: the one that the message
   * is from, else the last one that refuses what it gets, else any of them.
   */
  suspects(message?: Message): string[] {
    const names = this.filters.map(({ name }) => name);
    const sender = names.find((name) => message?.src.hasAsAncestor(this.#filterBin(name)));
    const refusing = names.findLast((name) => {
      const flow = staticPad(childNamed(this.#bin, `into-${name}`), 'src').getLastFlowReturn();
      return flow !== Gst.FlowReturn.OK;
    });
    const suspect = sender ?? refusing;
    return suspect === undefined ? names : [suspect];
  }

  /** Ends it after this time, ms; idempotent, as `close` is. */
  closeAfter(delay: number, onClosed: () => void): void {
    this.#closing ??= setTimeout(() => {
      this.close();
      onClosed();
    }, delay);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#closing);
    this.#input.remove();
    dispose(this.sound.pipeline, this.#bin);
  }

  #filterBin(name: string): Bin {
    const bin = this.#filters.get(name);
    if (!bin) throw new Error(`no filter "${name}" is in the chain`);
    return bin;
  }
}
