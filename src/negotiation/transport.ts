import { AppError } from '../errors.js';
import { usableCandidates } from './candidates.js';
import type { Offer } from './offer.js';
import { attribute, hasAttribute, invalid, type Level } from './sdp-text.js';

/** How to reach the listener and how to know it: everything here is checked and safe to write into SDP. */
export interface Transport {
  iceUfrag: string;
  icePwd: string;
  iceLite: boolean;
  /** Upper-case colon-separated SHA-256 (RFC 8122). */
  fingerprint: string;
  setup: 'actpass' | 'active' | 'passive';
  candidates: string[];
}

const ICE_UFRAG = /^[A-Za-z0-9+/]{4,256}$/;
const ICE_PWD = /^[A-Za-z0-9+/]{22,256}$/;
const SHA_256 = /^sha-256 +((?:[0-9a-f]{2}:){31}[0-9a-f]{2}) *$/i;

/**
 * ICE and DTLS parameters of the section that carries the transport; what it does not state is looked up in
 * the session. A bundle-only section leaves all of it to the section which its group names first.
 * @throws AppError `incomplete-offer`, `invalid-sdp`
 */
export function readTransport({ session, audio, bundle }: Offer): Transport {
  const levels = bundle?.parked
    ? [bundle.tagged.section, session]
    : [audio.section, session, ...(bundle ? [bundle.tagged.section] : [])];
  if (!levels.some((level) => hasAttribute(level, 'rtcp-mux'))) {
    throw incomplete('lacks a=rtcp-mux; RTP and RTCP share one port here (RFC 5761)');
  }
  return {
    ...readIce(levels),
    iceLite: hasAttribute(session, 'ice-lite'),
    fingerprint: readFingerprint(levels),
    setup: readSetup(levels),
    candidates: usableCandidates(valuesOf(levels, 'candidate')),
  };
}

/** RFC 8839 section 5.4. Both come from one level: they belong together. */
function readIce(levels: readonly Level[]): Pick<Transport, 'iceUfrag' | 'icePwd'> {
  const level = levels.find((each) => hasAttribute(each, 'ice-ufrag'));
  const iceUfrag = level && attribute(level, 'ice-ufrag');
  const icePwd = level && attribute(level, 'ice-pwd');
  if (iceUfrag === undefined || icePwd === undefined) throw incomplete('lacks a=ice-ufrag or a=ice-pwd');
  if (!ICE_UFRAG.test(iceUfrag)) throw invalid('a=ice-ufrag is not 4 to 256 letters, digits, + or /');
  if (!ICE_PWD.test(icePwd)) throw invalid('a=ice-pwd is not 22 to 256 letters, digits, + or /');
  return { iceUfrag, icePwd };
}

function readFingerprint(levels: readonly Level[]): string {
  const values = valuesOf(levels, 'fingerprint');
  if (values.length === 0) throw incomplete('lacks a=fingerprint, so nobody could tell who listens');
  for (const value of values) {
    const [, hash] = SHA_256.exec(value) ?? [];
    if (hash !== undefined) return hash.toUpperCase();
  }
  throw incomplete('has no valid sha-256 in a=fingerprint; other hash functions are not accepted');
}

/** RFC 4145 section 4: an offer that says nothing means `active`. */
function readSetup(levels: readonly Level[]): Transport['setup'] {
  const setup = valuesOf(levels, 'setup')[0] ?? 'active';
  if (setup === 'actpass' || setup === 'active' || setup === 'passive') return setup;
  throw incomplete('has an a=setup that is neither actpass nor active nor passive');
}

/** Of the first level that has any. */
function valuesOf(levels: readonly Level[], name: string): readonly string[] {
  for (const level of levels) {
    const values = level.attributes.get(name);
    if (values) return values;
  }
  return [];
}

function incomplete(lack: string): AppError {
  return new AppError('incomplete-offer', `The offer ${lack}.`);
}
