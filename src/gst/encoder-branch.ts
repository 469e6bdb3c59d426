import type { CodecSpec, EncoderProfile } from '../engine/protocol.js';
import {
  childNamed,
  dispose,
  ghostPad,
  linkPads,
  makeElement,
  openPad,
  parseBin,
  requestPad,
  setProperties,
  staticPad,
} from './elements.js';
import { type Bin, type Element, Gst, type Message, type Pad } from './gi.js';
import type { SoundPipeline } from './sound-pipeline.js';

/**
 * Own thread per encoder; leaky, so that an encoder in trouble loses sound
 * instead of holding up the others; and what fails behind it reaches nobody else.
 */
const ENTRY =
  'errorignore name=entry ! queue leaky=downstream max-size-time=200000000 max-size-buffers=0 max-size-bytes=0';

let made = 0;

/** One encode of the sound, shared by all listeners with the same profile. */
export class EncoderBranch {
  readonly #bin: Bin;
  readonly #frames: Element;
  readonly #disconnect: () => void;
  #closed = false;

  /** @throws Error when the codec's launch text or a property does not fit */
  constructor(
    private readonly sound: SoundPipeline,
    codec: CodecSpec,
    profile: EncoderProfile,
  ) {
    const name = `encoder-${String((made += 1))}`;
    // The tee stands outside the bin: its request pads would need a ghost pad each, a detour for every packet.
    this.#bin = parseBin(`${ENTRY} ! ${codec.encode}`, name);
    setProperties(this.#bin, { encoder: profile.encoder });
    const entry = ghostPad(this.#bin, 'sink', staticPad(childNamed(this.#bin, 'entry'), 'sink'));
    const exit = ghostPad(this.#bin, 'src', openPad(this.#bin, Gst.PadDirection.SRC));
    this.#frames = makeTee(`${name}-frames`);
    sound.pipeline.add(this.#bin);
    sound.pipeline.add(this.#frames);
    linkPads(exit, staticPad(this.#frames, 'sink'));
    this.#frames.syncStateWithParent();
    this.#bin.syncStateWithParent();
    this.#disconnect = sound.addOutput(entry);
  }

  owns(message: Message): boolean {
    return message.src === (this.#bin as unknown) || message.src.hasAsAncestor(this.#bin);
  }

  addPayloader(sink: Pad): Pad {
    const pad = requestPad(this.#frames, 'src_%u');
    linkPads(pad, sink);
    return pad;
  }

  removePayloader(pad: Pad, sink: Pad): void {
    pad.unlink(sink);
    this.#frames.releaseRequestPad(pad);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disconnect();
    dispose(this.sound.pipeline, this.#bin);
    dispose(this.sound.pipeline, this.#frames);
  }
}

/** A tee that goes on while nobody is linked to it. */
export function makeTee(name: string): Element {
  const tee = makeElement('tee', name);
  Object.assign(tee, { allowNotLinked: true });
  return tee;
}
