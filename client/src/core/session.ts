/** One listening session: from the offer to the sound, and its end. */

import type { Applied, CaptureMoment } from '../../../src/api.js';
import type { Played } from './capture-age.js';
import { type Wishes, withWishes } from './offer-wishes.js';
import type { Server } from './server.js';
import { Trouble } from './trouble.js';

/** ms. The server needs no candidate of ours: it learns our address by our checks (RFC 8445 section 7.3.1.3). */
const GATHERING_LIMIT = 50;
/** ms from the answer to a connection. */
const CONNECT_LIMIT = 10_000;

/** What a session needs of the browser. */
export interface Browser {
  createPeer: () => RTCPeerConnection;
  /** Codecs it can receive; empty where it does not tell. */
  codecs: () => RTCRtpCodec[];
}

/** How far the transport came; null where the browser does not tell. */
export interface TransportStates {
  ice: RTCIceConnectionState;
  dtls: RTCDtlsTransportState | null;
}

/** What the server says of the sound it sends. */
export interface Answered {
  applied: Applied;
  captured: CaptureMoment;
}

/** None of them is called after close(). */
export interface SessionHandlers {
  /** The server has accepted; the track will carry sound once the transport is up. */
  answered(answer: Answered, track: MediaStreamTrack): void;
  connected(): void;
  /** Called at most once; the session is closed then. */
  lost(trouble: Trouble): void;
}

export class Session {
  /** False where the browser refused the offer that asks for stereo. */
  asksForStereo = false;
  readonly #peer: RTCPeerConnection;
  #receiver: RTCRtpReceiver | undefined;
  #bufferTarget: number | null = null;
  #lastTransport: TransportStates | null = null;
  #request: ReturnType<Server['offer']> | undefined;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #closed: Promise<Trouble | null> | undefined;

  /** @throws whatever `createPeer` throws where the browser has no WebRTC */
  constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    private readonly wishes: Wishes,
    private readonly handlers: SessionHandlers,
  ) {
    this.#peer = browser.createPeer();
  }

  /** Also of a session that is closed: how far it had come. */
  get transport(): TransportStates | null {
    return this.#lastTransport ?? this.#transportStates();
  }

  /** The browser's statistics of this session. */
  report(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  /** What was played last; null where nothing was or the browser does not tell. */
  get played(): Played | null {
    return this.#receiver?.getSynchronizationSources?.()[0] ?? null;
  }

  /**
   * The least delay that the jitter buffer is to keep, ms; null: what the browser thinks best.
   * @returns false where the browser has no such control
   */
  setBufferTarget(ms: number | null): boolean {
    this.#bufferTarget = ms;
    const receiver: Partial<RTCRtpReceiver> & { playoutDelayHint?: number | null } = this.#receiver ?? {};
    if (!this.#receiver) return true;
    if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = ms;
    // Chromium before 124 called it so, in seconds.
    else if ('playoutDelayHint' in receiver) receiver.playoutDelayHint = ms === null ? null : ms / 1000;
    else return false;
    return true;
  }

  /** Goes as far as the answer; everything after that, and every trouble, is told to the handlers. */
  async open(): Promise<void> {
    try {
      await this.#negotiate();
    } catch (error) {
      this.#lose(Trouble.from(error));
    }
  }

  /** RTP packets of sound received so far. */
  async packetsReceived(): Promise<number> {
    let packets = 0;
    const report = await this.#peer.getStats();
    report.forEach((stats: RTCInboundRtpStreamStats) => {
      if (stats.type === 'inbound-rtp') packets += stats.packetsReceived ?? 0;
    });
    return packets;
  }

  /** The server is known to have no such session any more: close() need not tell it. */
  forget(): void {
    this.#request = undefined;
  }

  /**
   * Silent at once; settles when the server has been told, also about a session whose answer is still to come.
   * @returns the refusal where the operator had ended it already
   */
  close(): Promise<Trouble | null> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<Trouble | null> {
    clearTimeout(this.#connectTimer);
    this.#lastTransport ??= this.#transportStates();
    this.#peer.close();
    const answer = await this.#request?.catch(() => undefined);
    return answer ? this.server.leave(answer.id) : null;
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer;
    const transceiver = peer.addTransceiver('audio', { direction: 'recvonly' });
    const { receiver } = transceiver;
    this.#receiver = receiver;
    this.#preferCodec(transceiver);
    if (this.#bufferTarget !== null) this.setBufferTarget(this.#bufferTarget);
    peer.addEventListener('connectionstatechange', () => this.#follow(peer.connectionState));
    await this.#describe();
    await gathered(peer);
    if (this.#closed) return;
    this.#request = this.server.offer(peer.localDescription?.sdp ?? '');
    const { sdp, applied, captured } = await this.#request;
    if (this.#closed) return;
    this.#connectTimer = setTimeout(() => this.#lose(new Trouble('no-transport')), CONNECT_LIMIT);
    await peer.setRemoteDescription({ type: 'answer', sdp }).catch((cause: unknown) => {
      throw new Trouble('bad-answer', '', { cause });
    });
    if (!this.#closed) this.handlers.answered({ applied, captured }, receiver.track);
  }

  /** Browsers may refuse an offer that is not word for word theirs; mono is better than nothing. */
  async #describe(): Promise<void> {
    const plain = await this.#peer.createOffer();
    const sdp = withWishes(plain.sdp ?? '', this.wishes);
    try {
      await this.#peer.setLocalDescription({ type: 'offer', sdp });
      this.asksForStereo = this.wishes.stereo && !this.wishes.lowData;
    } catch {
      await this.#peer.setLocalDescription(plain);
    }
  }

  /** A codec is chosen by offering no other: the order of an offer binds nobody (RFC 3264 section 6.1). */
  #preferCodec(transceiver: RTCRtpTransceiver): void {
    const { codec } = this.wishes;
    if (codec === 'auto' || !('setCodecPreferences' in transceiver)) return;
    const chosen = this.browser
      .codecs()
      .filter(({ mimeType }) => mimeType.toLowerCase() === `audio/${codec}`);
    if (chosen.length > 0) transceiver.setCodecPreferences(chosen);
  }

  #transportStates(): TransportStates {
    return { ice: this.#peer.iceConnectionState, dtls: this.#receiver?.transport?.state ?? null };
  }

  /** `disconnected` is left to the packet watch: it may pass, and comes later than the packets' absence shows. */
  #follow(state: RTCPeerConnectionState): void {
    if (this.#closed) return;
    if (state === 'connected') {
      clearTimeout(this.#connectTimer);
      this.handlers.connected();
    } else if (state === 'failed' || state === 'closed') {
      this.#lose(new Trouble('transport-failed'));
    }
  }

  /** What a connection throws because it was closed is no trouble. */
  #lose(trouble: Trouble): void {
    if (this.#closed) return;
    void this.close();
    this.handlers.lost(trouble);
  }
}

/** Resolves when all candidates are in the local description, or when waiting longer would cost more than they are worth. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      peer.removeEventListener('icegatheringstatechange', check);
      resolve();
    };
    const check = () => {
      if (peer.iceGatheringState === 'complete') finish();
    };
    const timer = setTimeout(finish, GATHERING_LIMIT);
    peer.addEventListener('icegatheringstatechange', check);
    check();
  });
}
