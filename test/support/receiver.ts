import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { RTCPeerConnection, RTCRtpCodecParameters, type RtpPacket } from 'werift';
import type { CodecName } from '../../src/api.js';

/** One RTP packet as it came from the wire, decrypted. */
export interface ReceivedPacket {
  /** When it came, ms on the monotonic clock. */
  at: number;
  payloadType: number;
  sequenceNumber: number;
  /** RTP clock ticks. */
  timestamp: number;
  payload: Buffer;
  raw: Buffer;
}

export interface ReceiverOptions {
  /** Codecs to offer; Opus on 111 unless `payloadTypes` says otherwise. */
  codecs?: CodecName[];
  payloadTypes?: Partial<Record<CodecName, number>>;
  /** Opus fmtp of the offer. */
  fmtp?: string;
  /** Last edit of the offer's text. */
  editOffer?: (sdp: string) => string;
}

const DEFAULT_PAYLOAD_TYPES: Record<CodecName, number> = { opus: 111, g722: 9, pcmu: 0, pcma: 8 };

/** A real WebRTC peer without a browser: it offers, receives, and keeps every packet. */
export class Receiver {
  readonly packets: ReceivedPacket[] = [];
  readonly #peer: RTCPeerConnection;
  readonly #waiting = new Set<() => void>();

  private constructor(private readonly options: ReceiverOptions) {
    const codecs = (options.codecs ?? ['opus']).map((name) => codecParameters(name, options));
    this.#peer = new RTCPeerConnection({ codecs: { audio: codecs } });
    const transceiver = this.#peer.addTransceiver('audio', { direction: 'recvonly' });
    // An empty list of ICE servers means werift's public one: tests ask nobody outside.
    for (const { connection } of this.#peer.iceTransports)
      Object.assign(connection, { stunServer: undefined });
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => this.#receive(packet));
    });
  }

  /** Offers to whatever `exchange` reaches and takes its answer. */
  static async connect(
    exchange: (offer: string) => Promise<string>,
    options: ReceiverOptions = {},
  ): Promise<Receiver> {
    const receiver = new Receiver(options);
    try {
      await receiver.#peer.setLocalDescription(await receiver.#peer.createOffer());
      const offer = receiver.#peer.localDescription?.sdp ?? '';
      // werift loses a ClientHello that comes right after ICE, and then waits a second for the next: so it sends the first.
      const active = offer.replace('a=setup:actpass', 'a=setup:active');
      const sdp = await exchange(options.editOffer?.(active) ?? active);
      await receiver.#peer.setRemoteDescription({ type: 'answer', sdp });
    } catch (error) {
      await receiver.close();
      throw error;
    }
    return receiver;
  }

  /** `new`, `connecting`, `connected` … */
  get connectionState(): string {
    return this.#peer.connectionState;
  }

  async waitForConnection(): Promise<void> {
    while (this.#peer.connectionState !== 'connected') await this.#peer.connectionStateChange.asPromise();
  }

  /** Waits until `count` more packets came. @returns those */
  async next(count: number, timeoutMs = 10_000): Promise<ReceivedPacket[]> {
    const from = this.packets.length;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(
            `only ${this.packets.length - from} of ${count} packets within ${timeoutMs} ms; ${from} before, ${this.#peer.connectionState}, ICE ${this.#peer.iceConnectionState}`,
          ),
        );
      }, timeoutMs);
      const check = () => {
        if (this.packets.length < from + count) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
    return this.packets.slice(from, from + count);
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }

  #receive(packet: RtpPacket): void {
    const { payloadType, sequenceNumber, timestamp } = packet.header;
    const raw = packet.serialize();
    this.packets.push({
      at: performance.now(),
      payloadType,
      sequenceNumber,
      timestamp,
      payload: packet.payload,
      raw,
    });
    for (const check of [...this.#waiting]) check();
  }
}

function codecParameters(name: CodecName, { payloadTypes, fmtp }: ReceiverOptions): RTCRtpCodecParameters {
  const mimeType = `audio/${name === 'opus' ? 'opus' : name.toUpperCase()}`;
  return new RTCRtpCodecParameters({
    mimeType,
    clockRate: name === 'opus' ? 48_000 : 8000,
    ...(name === 'opus'
      ? { channels: 2, parameters: fmtp ?? 'minptime=10;useinbandfec=1' }
      : { channels: 1 }),
    payloadType: payloadTypes?.[name] ?? DEFAULT_PAYLOAD_TYPES[name],
  });
}

/** Where packets never came, by their sequence numbers (16 bit, wrapping), in words for a failing test. */
export function gapsIn(packets: ReceivedPacket[]): string[] {
  return packets.slice(1).flatMap((packet, index) => {
    const missing = missingBetween(packets[index], packet);
    if (missing === 0) return [];
    const after = Math.round(packet.at - (packets[0]?.at ?? 0));
    return [
      `${missing} missing before packet ${index + 1} of ${packets.length}, ${after} ms after the first`,
    ];
  });
}

/** How many packets never came. */
export function lostPackets(packets: ReceivedPacket[]): number {
  return packets.slice(1).reduce((lost, packet, index) => lost + missingBetween(packets[index], packet), 0);
}

function missingBetween(one: ReceivedPacket | undefined, next: ReceivedPacket): number {
  return (((next.sequenceNumber - (one?.sequenceNumber ?? 0) - 1) % 65_536) + 65_536) % 65_536;
}

/** Payload bits per second of RTP time, bps. The last packet's sound is counted like the others'. */
export function payloadBitrate(packets: ReceivedPacket[], clockRate = 48_000): number {
  const first = packets[0];
  const last = packets.at(-1);
  if (!first || !last || packets.length < 2) return 0;
  const ticks = ((last.timestamp - first.timestamp) >>> 0) * (packets.length / (packets.length - 1));
  const bits = packets.reduce((sum, { payload }) => sum + payload.length * 8, 0);
  return bits / (ticks / clockRate);
}

const DECODERS: Record<CodecName, { caps: string; decode: string }> = {
  opus: { caps: 'encoding-name=OPUS,clock-rate=48000', decode: 'rtpopusdepay ! opusdec' },
  g722: { caps: 'encoding-name=G722,clock-rate=8000', decode: 'rtpg722depay ! avdec_g722' },
  pcmu: { caps: 'encoding-name=PCMU,clock-rate=8000', decode: 'rtppcmudepay ! mulawdec' },
  pcma: { caps: 'encoding-name=PCMA,clock-rate=8000', decode: 'rtppcmadepay ! alawdec' },
};

export interface Sound {
  /** Hz. */
  rate: number;
  left: Float32Array;
  right: Float32Array;
}

/** Decodes packets with GStreamer's own depayloader and decoder, in a process of its own. */
export async function decode(packets: ReceivedPacket[], codec: CodecName): Promise<Sound> {
  const { caps, decode: decoder } = DECODERS[codec];
  const payloadType = String(packets[0]?.payloadType ?? 0);
  const launch =
    `fdsrc fd=0 ! application/x-rtp-stream,media=audio,${caps},payload=${payloadType} ! rtpstreamdepay ! ${decoder} ! ` +
    'audioconvert ! audioresample ! audio/x-raw,format=F32LE,rate=48000,channels=2,layout=interleaved ! fdsink fd=1 sync=false';
  const child = spawn('gst-launch-1.0', ['-q', ...launch.split(' ')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  for (const { raw } of packets) {
    const length = Buffer.alloc(2); // RFC 4571 framing
    length.writeUInt16BE(raw.length);
    child.stdin.write(length);
    child.stdin.write(raw);
  }
  child.stdin.end();
  await once(child, 'close');
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new Error(`nothing could be decoded: ${complaints}`);
  return split(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}

function split(interleaved: Float32Array): Sound {
  const frames = Math.floor(interleaved.length / 2);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let i = 0; i < frames; i += 1) {
    left[i] = interleaved[2 * i] ?? 0;
    right[i] = interleaved[2 * i + 1] ?? 0;
  }
  return { rate: 48_000, left, right };
}
