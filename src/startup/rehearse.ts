import type { Config } from '../config/types.js';
import type { Engine } from '../engine/engine.js';
import type { CodecSpec } from '../engine/protocol.js';
import { completeAnswer } from '../negotiation/answer.js';
import { negotiate } from '../negotiation/negotiate.js';

/** A browser's offer in its essentials, of nobody's. */
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 9 0 8',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=recvonly',
  'a=rtcp-mux',
  'a=ice-ufrag:rehearsal',
  'a=ice-pwd:rehearsalrehearsalrehearsal',
  `a=fingerprint:sha-256 ${Array<string>(32).fill('00').join(':')}`,
  'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1',
  '',
].join('\r\n');

const ID = 'rehearsal';

/**
 * Goes the whole way of an offer once: it proves that listeners can be answered
 * before anybody is told to come, and the first of them finds all code warm.
 * @throws AppError what the first listener would have got
 */
export async function rehearse(engine: Engine, config: Config, codecs: readonly CodecSpec[]): Promise<void> {
  const plan = negotiate(OFFER, config, codecs);
  try {
    completeAnswer(plan, await engine.open(ID, plan.listener));
  } finally {
    await engine.closeListener(ID);
  }
}
