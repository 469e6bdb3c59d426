import type { ElementProperties, FilterSpec } from '../engine/protocol.js';
import { childNamed, ghostPad, parseBin, setProperties, staticPad } from './elements.js';
import type { Bin, Message } from './gi.js';
import { MixedBin } from './mixed-bin.js';
import { RAW_CAPS, type SoundPipeline } from './sound-pipeline.js';

/** Both chains carry the same sound, so a short fade suffices, ms. */
const FADE_MS = 30;
/** How often the level behind the chain is reported, ns. */
const LEVEL_INTERVAL_NS = 50_000_000;

let made = 0;

/**
 * One chain of filters between the two mixers. It ends in the meter, whose first
 * message also tells that sound comes through.
 */
export class ProcessingChain {
  readonly #bin: Bin;
  /** Each filter stands in a bin of its own: element names of two filters may be the same. */
  readonly #filters = new Map<string, Bin>();
  readonly #mixed: MixedBin;

  /** @throws Error when a filter's launch text or a property is wrong; nothing is left then */
  constructor(sound: SoundPipeline, filters: FilterSpec[]) {
    const name = `chain-${String((made += 1))}`;
    const parts = filters.map(
      ({ name: filter, launch }) => `( name=filter-${filter} ${launch} ) ! audioconvert`,
    );
    // Floating point between filters: a loud step is no clipping one until the end.
    const inner =
      parts.length > 0
        ? `audioconvert ! audio/x-raw,format=F32LE ! ${parts.join(' ! ')} ! audioresample !`
        : '';
    // A filter that fails must not end the sound before it: errors turn into "not linked" at the entry.
    const text = `errorignore name=entry ! ${inner} capsfilter caps="${RAW_CAPS}" ! level name=meter interval=${String(LEVEL_INTERVAL_NS)}`;
    this.#bin = parseBin(text, name);
    for (const { name: filter, properties } of filters) {
      const bin = childNamed(this.#bin, `filter-${filter}`) as unknown as Bin;
      setProperties(bin, properties);
      this.#filters.set(filter, bin);
    }
    const entry = ghostPad(this.#bin, 'sink', staticPad(childNamed(this.#bin, 'entry'), 'sink'));
    const exit = ghostPad(this.#bin, 'src', staticPad(childNamed(this.#bin, 'meter'), 'src'));
    sound.pipeline.add(this.#bin);
    this.#bin.syncStateWithParent();
    this.#mixed = new MixedBin(sound.pipeline, this.#bin, sound.addChain(entry, exit), FADE_MS);
  }

  owns(message: Message): boolean {
    return this.#mixed.owns(message);
  }

  /** @throws Error when there is no such filter, element or property */
  adjust(filter: string, properties: ElementProperties): void {
    const bin = this.#filters.get(filter);
    if (!bin) throw new Error(`no filter "${filter}" is in the chain`);
    setProperties(bin, properties);
  }

  /** Heard at once: for the first chain, which replaces none. */
  unmute(): void {
    this.#mixed.unmute();
  }

  fadeIn(): void {
    this.#mixed.fadeIn();
  }

  /** Ends it after a short fade. */
  fadeOut(onClosed: () => void): void {
    this.#mixed.fadeOut(() => {
      this.close();
      onClosed();
    });
  }

  close(): void {
    this.#mixed.close();
  }
}
