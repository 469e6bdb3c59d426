import type { CodecName } from '../api.js';
import type { CodecSpec, EncoderProfile, ListenerPlan } from '../engine/protocol.js';
import { EncoderBranch } from './encoder-branch.js';
import type { Message } from './gi.js';
import { PayloaderBranch } from './payloader-branch.js';
import { Shared } from './shared.js';
import type { SoundPipeline } from './sound-pipeline.js';

/** A reloaded page comes back within this, and finds its encoder running. */
const GRACE_MS = 10_000;

/** The encodes and packet streams that listeners share: one encode per profile, one payload per payload type of it. */
export class FanOut {
  readonly #codecs: Map<CodecName, CodecSpec>;
  /** No grace of their own: their payloaders have it. */
  readonly #encoders: Shared<EncoderBranch>;
  readonly #payloaders: Shared<PayloaderBranch>;

  constructor(
    private readonly sound: SoundPipeline,
    codecs: CodecSpec[],
    onGarbage: () => void,
    graceMs = GRACE_MS,
  ) {
    this.#codecs = new Map(codecs.map((codec) => [codec.name, codec]));
    this.#encoders = new Shared(0, onGarbage);
    this.#payloaders = new Shared(graceMs, onGarbage);
  }

  codec(name: CodecName): CodecSpec {
    const codec = this.#codecs.get(name);
    if (!codec) throw new Error(`no codec "${name}" was set up`);
    return codec;
  }

  /**
   * The packets a listener is to get, and the function that gives them back.
   * @throws Error when the encoder cannot be built
   */
  acquire({
    profile,
    payloadType,
  }: Pick<ListenerPlan, 'profile' | 'payloadType'>): [PayloaderBranch, () => void] {
    const key = JSON.stringify(profile);
    return this.#payloaders.acquire(`${String(payloadType)} ${key}`, () =>
      this.#makePayloader(key, profile, payloadType),
    );
  }

  /** The encoder that a message came from, or from a payloader behind it, whose failure stops the encoder as well. */
  encoderOf(message: Message): EncoderBranch | undefined {
    const payloader = this.#payloaders.values().find((branch) => branch.owns(message));
    return payloader?.encoder ?? this.#encoders.values().find((encoder) => encoder.owns(message));
  }

  /** Ends a failed encoder at once; its next listener gets a new one. */
  drop(encoder: EncoderBranch): void {
    this.#payloaders.drop((payloader) => payloader.encoder === encoder);
    this.#encoders.drop((other) => other === encoder);
  }

  close(): void {
    this.#payloaders.close();
    this.#encoders.close();
  }

  #makePayloader(key: string, profile: EncoderProfile, payloadType: number): PayloaderBranch {
    const codec = this.codec(profile.codec);
    const [encoder, release] = this.#encoders.acquire(
      key,
      () => new EncoderBranch(this.sound, codec, profile),
    );
    try {
      return new PayloaderBranch(this.sound, encoder, codec, profile, payloadType, release);
    } catch (error) {
      release();
      throw error;
    }
  }
}
