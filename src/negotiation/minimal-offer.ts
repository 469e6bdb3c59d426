import { type OfferedCodec, rtpMapOf } from './codecs.js';
import type { Transport } from './transport.js';

/** webrtcbin needs one; it is never the client's, which need not have any. */
const MID = 'audio';

/**
 * The offer which webrtcbin gets in place of the client's: one audio section, one codec, checked values only.
 * It has no fmtp: a `stereo` in a peer's caps would make rtpopuspay change the shared encoder's channels.
 */
export function writeMinimalOffer(codec: OfferedCodec, transport: Transport): string {
  const payloadType = String(codec.payloadType);
  return lines([
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${MID}`,
    ...(transport.iceLite ? ['a=ice-lite'] : []),
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${MID}`,
    'a=recvonly',
    'a=rtcp-mux',
    `a=ice-ufrag:${transport.iceUfrag}`,
    `a=ice-pwd:${transport.icePwd}`,
    `a=fingerprint:sha-256 ${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    `a=rtpmap:${payloadType} ${rtpMapOf(codec.spec.name, codec.spec.clockRate)}`,
    ...transport.candidates.map((candidate) => `a=candidate:${candidate}`),
  ]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\r\n`).join('');
}
