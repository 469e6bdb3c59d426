import { randomInt } from 'node:crypto';
import type { CodecSpec, EncoderProfile } from '../engine/protocol.js';
import {
  dispose,
  ghostPad,
  linkPads,
  openPad,
  parseBin,
  requestPad,
  setProperties,
  staticPad,
} from './elements.js';
import { type EncoderBranch, makeTee } from './encoder-branch.js';
import { type Bin, type Element, Gst, type Pad } from './gi.js';
import type { SoundPipeline } from './sound-pipeline.js';

const MAX_SSRC = 2 ** 32 - 1;

let made = 0;

/** RTP packets of one encoder with one payload type, shared by the listeners who named that type. */
export class PayloaderBranch {
  /** Of all its packets (RFC 3550). */
  readonly ssrc = randomInt(1, MAX_SSRC);
  readonly #bin: Bin;
  readonly #packets: Element;
  readonly #entry: Pad;
  readonly #input: Pad;
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
    setProperties(this.#bin, { payloader: { ...profile.payloader, pt: payloadType, ssrc: this.ssrc } });
    this.#entry = ghostPad(this.#bin, 'sink', openPad(this.#bin, Gst.PadDirection.SINK));
    const exit = ghostPad(this.#bin, 'src', openPad(this.#bin, Gst.PadDirection.SRC));
    this.#packets = makeTee(`${name}-packets`);
    sound.pipeline.add(this.#bin);
    sound.pipeline.add(this.#packets);
    linkPads(exit, staticPad(this.#packets, 'sink'));
    this.#packets.syncStateWithParent();
    this.#bin.syncStateWithParent();
    this.#input = encoder.addPayloader(this.#entry);
  }

  addListener(sink: Pad): Pad {
    const pad = requestPad(this.#packets, 'src_%u');
    linkPads(pad, sink);
    return pad;
  }

  removeListener(pad: Pad, sink: Pad): void {
    pad.unlink(sink);
    this.#packets.releaseRequestPad(pad);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.encoder.removePayloader(this.#input, this.#entry);
    dispose(this.sound.pipeline, this.#bin);
    dispose(this.sound.pipeline, this.#packets);
    this.releaseEncoder();
  }
}
