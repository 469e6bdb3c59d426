/**
 * Peers that close say so by DTLS's close_notify (RFC 8446 section 6.1), browsers as well. webrtcbin stays `connected`
 * all the same, so it is heard where it arrives: at the DTLS element deep in the webrtcbin.
 */

import { watchProperty } from './elements.js';
import { type Element, Gst, type Message, unwrap } from './gi.js';
import { nameOf } from './message.js';

const DTLS = /^dtlsdec\d+$/;
/** GstDtlsConnectionState, which has no introspection data. */
const CLOSED = 1;

/** @param message a change of state, which tells of new elements */
export function watchDtls(message: Message): void {
  if (!DTLS.test(nameOf(message))) return;
  const [, state] = message.parseStateChanged();
  // Once for each: it passes this state before all others.
  if (state === Gst.State.READY) watchProperty(message.src as unknown as Element, 'connection-state');
}

/** @param message the change of a property that is watched */
export function isDtlsClosed(message: Message): boolean {
  if (!DTLS.test(nameOf(message))) return false;
  const [, , value] = message.parsePropertyNotify();
  return unwrap(value) === CLOSED;
}
