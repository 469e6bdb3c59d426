/** One listening session: from the offer to the sound, and its end. */

import type { Applied } from '../../src/api.js';
import type { Server } from './server.js';
import { askForStereo } from './stereo-offer.js';
import { Trouble } from './trouble.js';

/** ms. The server needs no candidate of ours to connect, so a slow interface must not hold up the offer. */
const GATHERING_LIMIT = 500;
/** ms from the answer to a connection. */
const CONNECT_LIMIT = 10_000;

/** None of them is called after close(). */
export interface SessionHandlers {
  /** The server has accepted; the track will carry sound once the transport is up. */
  answered(applied: Applied, track: MediaStreamTrack): void;
  connected(): void;
  /** Called at most once; the session is closed then. */
  lost(trouble: Trouble): void;
}

export class Session {
  /** False where the browser refused the offer that asks for stereo. */
  asksForStereo = false;
  readonly #peer: RTCPeerConnection;
  #request: ReturnType<Server['offer']> | undefined;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #closed: Promise<void> | undefined;

  /** @throws whatever `createPeer` throws where the browser has no WebRTC */
  constructor(
    createPeer: () => RTCPeerConnection,
    private readonly server: Server,
    private readonly handlers: SessionHandlers,
  ) {
    this.#peer = createPeer();
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

  /** Silent at once; settles when the server has been told, also about a session whose answer is still to come. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#connectTimer);
    this.#peer.close();
    const answer = await this.#request?.catch(() => undefined);
    if (answer) await this.server.leave(answer.id);
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer;
    const { receiver } = peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addEventListener('connectionstatechange', () => this.#follow(peer.connectionState));
    await this.#describe();
    await gathered(peer);
    if (this.#closed) return;
    this.#request = this.server.offer(peer.localDescription?.sdp ?? '');
    const { sdp, applied } = await this.#request;
    if (this.#closed) return;
    this.#connectTimer = setTimeout(() => this.#lose(new Trouble('no-transport')), CONNECT_LIMIT);
    await peer.setRemoteDescription({ type: 'answer', sdp }).catch((cause: unknown) => {
      throw new Trouble('bad-answer', '', { cause });
    });
    if (!this.#closed) this.handlers.answered(applied, receiver.track);
  }

  /** Browsers may refuse an offer that is not word for word theirs; mono is better than nothing. */
  async #describe(): Promise<void> {
    const plain = await this.#peer.createOffer();
    const sdp = askForStereo(plain.sdp ?? '');
    try {
      await this.#peer.setLocalDescription({ type: 'offer', sdp });
      this.asksForStereo = true;
    } catch {
      await this.#peer.setLocalDescription(plain);
    }
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
