import { randomBytes } from 'node:crypto';
import type { CodecName } from '../api.js';
import type { FanOut } from './fan-out.js';
import { Listener } from './listener.js';
import type { SoundPipeline } from './sound-pipeline.js';

const PAYLOAD_TYPE = 96;

/**
 * Answers an offer of nobody's, once: loading the plugins and making the first
 * certificate take 140–360 ms, which the first listener should not wait for.
 * @throws Error when this machine cannot negotiate at all
 */
export async function warmUp(sound: SoundPipeline, fanOut: FanOut, codecName: CodecName): Promise<void> {
  const codec = fanOut.codec(codecName);
  const fingerprint = Array.from(randomBytes(32), (byte) =>
    byte.toString(16).padStart(2, '0').toUpperCase(),
  ).join(':');
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${String(PAYLOAD_TYPE)}`,
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    'a=ice-ufrag:warm',
    'a=ice-pwd:warmupwarmupwarmupwarmup',
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    `a=rtpmap:${String(PAYLOAD_TYPE)} ${codec.encodingName}/${String(codec.clockRate)}`,
    '',
  ].join('\r\n');
  const profile = { codec: codecName, encoder: {}, payloader: {} };
  const nobody = { onConnected: () => undefined, onEnded: () => undefined };
  const plan = { offer, fingerprint, payloadType: PAYLOAD_TYPE, profile };
  const listener = new Listener('warm-up', sound, fanOut, plan, nobody);
  try {
    await listener.answer();
  } finally {
    listener.close();
  }
}
