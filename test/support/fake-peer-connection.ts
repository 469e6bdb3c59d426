/** A peer connection without a network: tests decide when it connects, what arrives, and what it refuses. */

/** As Chromium writes it, with the lines that an edit must not touch. */
export const browserOffer = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8',
  'c=IN IP4 0.0.0.0',
  'a=recvonly',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  '',
].join('\r\n');

/** What the fake browser can receive. */
export const fakeCodecs: RTCRtpCodec[] = [
  { mimeType: 'audio/opus', clockRate: 48000, channels: 2 },
  { mimeType: 'audio/G722', clockRate: 8000 },
];

export class FakePeerConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  directions: (string | undefined)[] = [];
  /** Names of the codecs it was told to offer; null: all. */
  preferred: string[] | null = null;
  readonly receiver = {
    track: { kind: 'audio' } as MediaStreamTrack,
    transport: { state: 'new' },
    jitterBufferTarget: null as number | null,
  };
  closed = false;

  refusesEditedOffer = false;
  refusesAnswer = false;
  /** ms that it takes to apply the answer. */
  appliesIn = 0;
  gathers = true;
  /** Connects by itself as soon as it has the answer. */
  connects = true;
  /** ms between packets; null: none arrive. */
  packetEvery: number | null = 20;
  #packets = 0;
  #countedAt = performance.now();

  addTransceiver(_kind: string, init?: RTCRtpTransceiverInit) {
    this.#mustBeOpen();
    this.directions.push(init?.direction);
    return {
      receiver: this.receiver,
      setCodecPreferences: (codecs: RTCRtpCodec[]) => {
        this.preferred = codecs.map(({ mimeType }) => mimeType);
      },
    };
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    this.#mustBeOpen();
    return Promise.resolve({ type: 'offer', sdp: browserOffer });
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#mustBeOpen();
    if (this.refusesEditedOffer && description.sdp !== browserOffer) {
      throw new DOMException('SDP is modified in a non-acceptable way');
    }
    await Promise.resolve();
    this.localDescription = description;
    this.iceGatheringState = this.gathers ? 'complete' : 'gathering';
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#mustBeOpen();
    if (this.refusesAnswer) throw new DOMException('Failed to parse SessionDescription');
    if (this.appliesIn > 0) await new Promise((resolve) => setTimeout(resolve, this.appliesIn));
    this.remoteDescription = description;
    if (this.connects) setTimeout(() => this.turn('connected'), 1);
  }

  getStats(): Promise<Map<string, unknown>> {
    this.#count();
    return Promise.resolve(
      new Map<string, unknown>([
        ['T', { type: 'transport', packetsReceived: 1e6 + performance.now() }],
        ['I', { type: 'inbound-rtp', packetsReceived: this.#packets }],
      ]),
    );
  }

  close(): void {
    this.closed = true;
    this.connectionState = 'closed';
  }

  /** From now on packets come at this pace. */
  pace(packetEvery: number | null): void {
    this.#count();
    this.packetEvery = packetEvery;
  }

  /** Even after close(), where a browser would be silent: nobody should listen any more. */
  turn(state: RTCPeerConnectionState): void {
    this.#countedAt = performance.now();
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  #mustBeOpen(): void {
    if (this.closed) throw new DOMException('The connection is closed', 'InvalidStateError');
  }

  #count(): void {
    if (this.packetEvery === null || this.connectionState !== 'connected') {
      this.#countedAt = performance.now();
      return;
    }
    const arrived = Math.floor((performance.now() - this.#countedAt) / this.packetEvery);
    this.#packets += arrived;
    this.#countedAt += arrived * this.packetEvery;
  }
}
