import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../../src/api.js';
import type { ErrorCode } from '../../../src/errors.js';
import { fingerprint, offerFile, offerNames, plan, refusal } from '../../support/offers.js';

const accepted: Record<string, [CodecName, number]> = {
  'chromium-recvonly': ['opus', 111],
  'chromium-audio-video-data': ['opus', 111],
  'chromium-video-first-max-bundle': ['opus', 111],
  'chromium-g722': ['g722', 9],
  firefox: ['opus', 109],
  safari: ['opus', 111],
  'lf-only': ['opus', 111],
  'cr-only': ['opus', 111],
  'no-final-newline': ['opus', 111],
  'session-level-transport': ['opus', 111],
  'lower-case-fingerprint': ['opus', 111],
  'sha-1-beside-sha-256': ['opus', 111],
  'ice-lite': ['opus', 111],
  'bundle-only-audio': ['opus', 111],
  'second-audio-listens': ['opus', 111],
  'no-mid': ['opus', 111],
  'bundle-of-unknown-mids': ['opus', 111],
  'opus-in-mono-and-pcma': ['pcma', 8],
  'static-types-without-rtpmap': ['g722', 9],
  'static-type-renamed': ['g722', 0],
  'payload-types-out-of-range': ['pcma', 8],
  sendrecv: ['opus', 111],
  'no-direction': ['opus', 111],
  'savp-without-feedback': ['opus', 111],
  'huge-numbers': ['opus', 111],
  'zero-numbers': ['opus', 111],
  'five-hundred-candidates': ['opus', 111],
  'odd-candidates': ['opus', 111],
  'prototype-in-fmtp': ['opus', 111],
};

const refused: Record<string, [ErrorCode, RegExp]> = {
  'not-sdp': ['invalid-sdp', /v=0/],
  bom: ['invalid-sdp', /v=0/],
  nul: ['invalid-sdp', /control character/],
  'text-line': ['invalid-sdp', /line 17/],
  'port-out-of-range': ['invalid-sdp', /m= line/],
  'duplicate-mid': ['invalid-sdp', /same a=mid/],
  'mid-with-injection': ['invalid-sdp', /a=mid/],
  'short-ice-password': ['invalid-sdp', /a=ice-pwd/],
  'ice-password-with-injection': ['invalid-sdp', /a=ice-pwd/],
  'no-sections': ['no-audio', /m=audio/],
  'video-only': ['no-audio', /m=audio/],
  'disabled-audio': ['no-audio', /port 0/],
  sendonly: ['wrong-direction', /sendonly/],
  inactive: ['wrong-direction', /inactive/],
  'rtp-avp': ['incomplete-offer', /RTP\/AVP.*DTLS/],
  'rtp-savp': ['incomplete-offer', /RTP\/SAVP.*DTLS/],
  'no-fingerprint': ['incomplete-offer', /a=fingerprint/],
  'sha-1-only': ['incomplete-offer', /sha-256/],
  'no-ice': ['incomplete-offer', /a=ice-ufrag/],
  'no-rtcp-mux': ['incomplete-offer', /a=rtcp-mux/],
  'setup-holdconn': ['incomplete-offer', /a=setup/],
  'opus-in-mono': ['no-common-codec', /opus\/48000.*OPUS\/48000/],
  'telephone-event-only': ['no-common-codec', /red\/48000, CN\/8000, telephone-event\/8000/],
};

describe('offers from test/fixtures', () => {
  it('are all listed here', () => {
    expect(offerNames.toSorted()).toEqual([...Object.keys(accepted), ...Object.keys(refused)].toSorted());
  });

  it.each(Object.entries(accepted))('%s is accepted', (name, [codec, payloadType]) => {
    const { applied, listener } = plan(offerFile(name));
    expect(applied).toMatchObject({ codec, payloadType });
    expect(listener).toMatchObject({ payloadType, profile: { codec } });
    if (!name.startsWith('chromium')) expect(listener.fingerprint).toBe(fingerprint);
  });

  it.each(Object.entries(refused))('%s is refused in plain words', (name, [code, words]) => {
    const error = refusal(offerFile(name));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});
