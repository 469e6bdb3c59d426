import { X509Certificate } from 'node:crypto';
import type { CodecSpec } from '../engine/protocol.js';
import {
  assignProperties,
  callAction,
  dispose,
  getProperty,
  makeElement,
  watchProperty,
} from './elements.js';
import { type Element, Gst, GstSdp, GstWebRTC, type Message, type Pad, type Pipeline, unwrap } from './gi.js';
import { configureIce } from './ice.js';
import { isFrom } from './message.js';
import { readStats, type StreamStats } from './receiver-reports.js';

const { WebRTCBundlePolicy, WebRTCICEGatheringState, WebRTCRTPTransceiverDirection, WebRTCSDPType } =
  GstWebRTC;

/** A webrtcbin that sends one audio stream to one peer. One per session: webrtcbin has no ICE restart. */
export class Transport {
  readonly sink: Pad;
  readonly #webrtcbin: Element;
  #closed = false;

  constructor(
    private readonly pipeline: Pipeline,
    readonly name: string,
    private readonly codec: CodecSpec,
    payloadType: number,
  ) {
    this.#webrtcbin = makeElement('webrtcbin', name);
    assignProperties(this.#webrtcbin, { bundlePolicy: WebRTCBundlePolicy.MAX_BUNDLE });
    configureIce(this.#webrtcbin);
    watchProperty(this.#webrtcbin, 'connection-state');
    watchProperty(this.#webrtcbin, 'ice-gathering-state');
    pipeline.add(this.#webrtcbin);
    const caps = Gst.Caps.fromString(
      `application/x-rtp,media=audio,encoding-name=${codec.encodingName},clock-rate=${String(codec.clockRate)},payload=${String(payloadType)}`,
    );
    this.sink = this.#requestSink(caps);
    const transceiver = getProperty<object>(this.sink, 'transceiver');
    assignProperties(transceiver, {
      direction: WebRTCRTPTransceiverDirection.SENDONLY,
      codecPreferences: caps,
    });
    this.#webrtcbin.syncStateWithParent();
  }

  /**
   * Takes an offer; candidates are gathered from now on.
   * @throws Error with webrtcbin's reason
   */
  negotiate(offer: string): void {
    const [, message] = GstSdp.SDPMessage.newFromText(offer);
    const description = GstWebRTC.WebRTCSessionDescription.new(WebRTCSDPType.OFFER, message);
    callAction(this.#webrtcbin, 'set-remote-description', description);
    const reply = callAction(this.#webrtcbin, 'create-answer', Gst.Structure.newEmpty('options'));
    const answer = reply && unwrap(reply.getValue('answer'));
    if (!answer) throw new Error('create-answer gave no answer');
    callAction(this.#webrtcbin, 'set-local-description', answer);
  }

  get isGathered(): boolean {
    return getProperty<unknown>(this.#webrtcbin, 'iceGatheringState') === WebRTCICEGatheringState.COMPLETE;
  }

  /** The answer with the candidates gathered so far. */
  get answer(): string {
    const description = getProperty<{ sdp: { asText(): string } }>(this.#webrtcbin, 'localDescription');
    return description.sdp.asText();
  }

  /** SHA-256 of the certificate that the peer really showed, as in `a=fingerprint`; undefined before DTLS is up. */
  get peerFingerprint(): string | undefined {
    const { sender } = (
      this.#webrtcbin as unknown as { emit(name: string, index: number): Transceiver }
    ).emit('get-transceiver', 0);
    const pem = sender?.transport?.remoteCertificate;
    return pem ? new X509Certificate(pem).fingerprint256 : undefined;
  }

  /** How the stream with this SSRC does. 0.2 ms. */
  stats(ssrc: number): StreamStats {
    const reply = callAction(this.#webrtcbin, 'get-stats', this.sink);
    if (!reply) throw new Error('get-stats gave nothing');
    return readStats(reply, ssrc, this.codec.clockRate);
  }

  owns(message: Message): boolean {
    return isFrom(message, this.#webrtcbin);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    dispose(this.pipeline, this.#webrtcbin);
  }

  #requestSink(caps: ReturnType<typeof Gst.Caps.fromString>): Pad {
    const template = this.#webrtcbin.getPadTemplate('sink_%u');
    // Without caps webrtcbin would answer `a=inactive`.
    const pad = template && this.#webrtcbin.requestPad(template, 'sink_0', caps);
    if (!pad) throw new Error('webrtcbin gives no pad');
    return pad;
  }
}

interface Transceiver {
  sender: { transport: { remoteCertificate: string | null } | null } | null;
}
