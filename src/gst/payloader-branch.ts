import { randomInt } from 'node:crypto';
import type { CodecSpec, EncoderProfile } from '../engine/protocol.js';
import { dispose, ghostPad, openPad, parseBin, setProperties } from './elements.js';
import type { EncoderBranch } from './encoder-branch.js';
import { type Bin, Gst, type Message } from './gi.js';
import { isFrom } from './message.js';
import { Outlet } from './outlet.js';
import type { SoundPipeline } from './sound-pipeline.js';

const MAX_32_BIT = 2 ** 32 - 1;

let made = 0;

/** RTP packets of one encoder with one payload type, shared by the listeners who named that type. */
export class PayloaderBranch {
  /** Of all its packets (RFC 3550). */
  readonly ssrc = randomInt(1, MAX_32_BIT);
  /** Timestamp of sound from the pipeline's beginning: random, as RFC 3550 section 5.1 asks. */
  readonly timestampOffset = randomInt(0, MAX_32_BIT);
  readonly packets: Outlet;
  readonly #bin: Bin;
  readonly #disconnect: () => void;
  #closed = false;

  /** @throws Error when the codec's payloader text or a property does not fit */
  constructor(
    private readonly sound: SoundPipeline,
    readonly encoder: EncoderBranch,
    codec: CodecSpec,
    profile: EncoderProfile,
    payloadType: number,
    /** Gives the encoder back. */
    private readonly releaseEncoder: () => void,
  ) {
    const name = `payloader-${String((made += 1))}`;
    this.#bin = parseBin(codec.payload, name);
    setProperties(this.#bin, {
      payloader: {
        ...profile.payloader,
        pt: payloadType,
        ssrc: this.ssrc,
        'timestamp-offset': this.timestampOffset,
      },
    });
    const entry = ghostPad(this.#bin, 'sink', openPad(this.#bin, Gst.PadDirection.SINK));
    const exit = ghostPad(this.#bin, 'src', openPad(this.#bin, Gst.PadDirection.SRC));
    sound.pipeline.add(this.#bin);
    this.packets = new Outlet(sound.pipeline, `${name}-packets`, exit);
    this.#bin.syncStateWithParent();
    this.#disconnect = encoder.frames.feed(entry);
  }

  owns(message: Message): boolean {
    return isFrom(message, this.#bin);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disconnect();
    dispose(this.sound.pipeline, this.#bin);
    this.packets.close();
    this.releaseEncoder();
  }
}
