import type { CodecSpec, EncoderProfile } from '../engine/protocol.js';
import { childNamed, dispose, ghostPad, openPad, parseBin, setProperties, staticPad } from './elements.js';
import { type Bin, Gst, type Message } from './gi.js';
import { isFrom } from './message.js';
import { Outlet } from './outlet.js';
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
  readonly frames: Outlet;
  readonly #bin: Bin;
  readonly #disconnect: () => void;
  #closed = false;

  /** @throws Error when the codec's launch text or a property does not fit */
  constructor(
    private readonly sound: SoundPipeline,
    codec: CodecSpec,
    profile: EncoderProfile,
  ) {
    const name = `encoder-${String((made += 1))}`;
    this.#bin = parseBin(`${ENTRY} ! ${codec.encode}`, name);
    setProperties(this.#bin, { encoder: profile.encoder });
    const entry = ghostPad(this.#bin, 'sink', staticPad(childNamed(this.#bin, 'entry'), 'sink'));
    const exit = ghostPad(this.#bin, 'src', openPad(this.#bin, Gst.PadDirection.SRC));
    sound.pipeline.add(this.#bin);
    this.frames = new Outlet(sound.pipeline, `${name}-frames`, exit);
    this.#bin.syncStateWithParent();
    this.#disconnect = sound.addOutput(entry);
  }

  owns(message: Message): boolean {
    return isFrom(message, this.#bin);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disconnect();
    dispose(this.sound.pipeline, this.#bin);
    this.frames.close();
  }
}
