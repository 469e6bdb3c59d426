import type { ListenerStats } from '../api.js';
import type { ListenerEnd, ListenerPlan, RtpOrigin } from '../engine/protocol.js';
import type { EncoderBranch } from './encoder-branch.js';
import type { FanOut } from './fan-out.js';
import { GstWebRTC, type Message, unwrap } from './gi.js';
import type { PayloaderBranch } from './payloader-branch.js';
import { SILENT_ROUNDS } from './report-round.js';
import type { SoundPipeline } from './sound-pipeline.js';
import { Transport } from './transport.js';

/** GStreamer before 1.28 can miss the end of gathering; a host's own candidates are there long before. */
const GATHERING_LIMIT_MS = 1000;

const { WebRTCPeerConnectionState } = GstWebRTC;

interface Hooks {
  onConnected(): void;
  /** It ended by itself and is closed. */
  onEnded(reason: ListenerEnd): void;
}

/**
 * One listener's branch. It is linked to the sound only when DTLS is up and the
 * peer's certificate is the one its offer named: before that nothing can be
 * sent, and nothing can block the tee.
 */
export class Listener {
  readonly name: string;
  readonly #transport: Transport;
  readonly #payloader: PayloaderBranch;
  readonly #releasePayloader: () => void;
  /** Ends the flow of packets; undefined before it began. */
  #endFeed: (() => void) | undefined;
  #gathered: (() => void) | undefined;
  /** The last receiver report, and in how many reviews there was no new one. */
  #report = '';
  #silentRounds = 0;
  #closed = false;

  /** @throws Error when the encoder or the transport cannot be built; nothing is left then */
  constructor(
    /** Public name of the session. */
    readonly id: string,
    private readonly sound: SoundPipeline,
    fanOut: FanOut,
    private readonly plan: ListenerPlan,
    private readonly hooks: Hooks,
  ) {
    this.name = `listener-${id}`;
    [this.#payloader, this.#releasePayloader] = fanOut.acquire(plan);
    try {
      const codec = fanOut.codec(plan.profile.codec);
      this.#transport = new Transport(sound.pipeline, this.name, codec, plan.payloadType);
    } catch (error) {
      this.#releasePayloader();
      throw error;
    }
  }

  /**
   * @returns webrtcbin's answer with its candidates, and the SSRC, which webrtcbin leaves out
   * @throws Error with webrtcbin's reason, or when closed meanwhile
   */
  async answer(): Promise<string> {
    this.#transport.negotiate(this.plan.offer);
    if (!this.#transport.isGathered) await this.#gathering();
    if (this.#closed) throw new Error('the listener was closed while it was answered');
    return `${this.#transport.answer}a=ssrc:${String(this.#payloader.ssrc)} cname:earshot\r\n`;
  }

  /** A watched property of this listener's webrtcbin changed. */
  handle(message: Message): void {
    const [, property, value] = message.parsePropertyNotify();
    if (property === 'ice-gathering-state' && this.#transport.isGathered) this.#gathered?.();
    if (property === 'connection-state') this.#connectionState(unwrap(value));
  }

  /** How its timestamps and the computer's clock go together. */
  get origin(): RtpOrigin {
    return { timestamp: this.#payloader.timestampOffset, at: this.sound.beganAt };
  }

  /** Whether a message is from its webrtcbin or from something in it. */
  owns(message: Message): boolean {
    return this.#transport.owns(message);
  }

  /** Its peer has closed. Before it was connected, that is for the handshake's deadline to see. */
  hungUp(): void {
    if (this.#endFeed) this.fail('transport-closed');
  }

  isFedBy(encoder: EncoderBranch): boolean {
    return this.#payloader.encoder === encoder;
  }

  /**
   * How the connection does; undefined while there is none. webrtcbin notices no dead peer (it checks no
   * consent before GStreamer 1.24), so one that reports nothing for too long is closed here.
   */
  review(): ListenerStats | undefined {
    if (this.#closed || !this.#endFeed) return undefined;
    const { report, ...stats } = this.#transport.stats(this.#payloader.ssrc);
    // None at all is no news either: who is silent for long is forgotten by GStreamer, report and all.
    const isNew = report !== '' && report !== this.#report;
    this.#silentRounds = isNew ? 0 : this.#silentRounds + 1;
    if (isNew) this.#report = report;
    if (this.#silentRounds >= SILENT_ROUNDS) this.fail('vanished');
    return stats;
  }

  fail(reason: ListenerEnd): void {
    if (this.#closed) return;
    this.close();
    this.hooks.onEnded(reason);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#gathered?.();
    this.#endFeed?.();
    this.#transport.close();
    this.#releasePayloader();
  }

  #connectionState(state: unknown): void {
    if (this.#closed) return;
    if (state === WebRTCPeerConnectionState.CONNECTED) this.#connect();
    if (state === WebRTCPeerConnectionState.FAILED) this.fail('transport-failed');
    if (state === WebRTCPeerConnectionState.CLOSED) this.fail('transport-closed');
  }

  #connect(): void {
    if (this.#endFeed) return;
    // Debian's webrtcbin takes any certificate (GStreamer before 1.28.5): this comparison is the only one.
    if (this.#transport.peerFingerprint !== this.plan.fingerprint) {
      this.fail('fingerprint-mismatch');
      return;
    }
    this.#endFeed = this.#payloader.packets.feed(this.#transport.sink);
    this.hooks.onConnected();
  }

  #gathering(): Promise<void> {
    return new Promise((resolve) => {
      const deadline = setTimeout(resolve, GATHERING_LIMIT_MS);
      this.#gathered = () => {
        clearTimeout(deadline);
        this.#gathered = undefined;
        resolve();
      };
    });
  }
}
