/** One listener of our own before the first of the others. */

import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OfferAnswer, Problem } from './api.js';
import { AppError, isErrorCode } from './errors.js';
import { type Handler, HttpServer } from './http/server.js';
import type { Logger } from './log/logger.js';

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

/** A server and its sessions, where nobody comes but the rehearsal. */
interface Stage {
  handler: Handler;
  close(): Promise<void>;
}

/**
 * Goes the whole way of a listener, over a socket of its own: it proves that offers can be answered before
 * anybody is told to come, and the first who comes finds all code warm (the first pass takes 30 ms more).
 * @throws AppError what the first listener would have got
 */
export async function rehearse(log: Logger, build: (quiet: Logger) => Stage): Promise<void> {
  const quiet = withoutNews(log);
  const stage = build(quiet);
  const server = new HttpServer(stage.handler, quiet);
  try {
    await server.listen('127.0.0.1', 0);
    const body = JSON.stringify({ type: 'offer', sdp: OFFER });
    const { id } = JSON.parse(await send(server.port, 'POST', '/offer', body)) as OfferAnswer;
    await send(server.port, 'DELETE', `/offer/${id}`);
  } finally {
    await stage.close();
    await server.close();
  }
}

/** Nobody has come, so nothing is to be told but trouble. */
function withoutNews(log: Logger): Logger {
  const drop = () => undefined;
  return {
    error: (message, fields) => log.error(message, fields),
    warn: (message, fields) => log.warn(message, fields),
    info: drop,
    debug: drop,
  };
}

async function send(port: number, method: string, path: string, body?: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const sent = request({ host: '127.0.0.1', port, method, path, headers }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode === 200 || response.statusCode === 204) return answer;
  const { code, detail } = JSON.parse(answer) as Problem;
  throw new AppError(isErrorCode(code) ? code : 'internal', detail);
}
