import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../../src/api.js';
import { type ErrorCode, isErrorCode } from '../../../src/errors.js';
import { faultsOf } from '../../support/minimal-offer.js';
import { offerFile, offerNames, plan, refusal } from '../../support/offers.js';

type Expected = [CodecName, number] | [ErrorCode, RegExp];

/** What each shape of scripts/record-offers.mjs comes to; Opus has another payload type in each browser. */
const recorded: Record<string, CodecName | [ErrorCode, RegExp]> = {
  recvonly: 'opus',
  'audio-video': 'opus',
  'audio-video-data': 'opus',
  'video-first': 'opus',
  'video-first-max-bundle': 'opus',
  'data-first': 'opus',
  'data-first-max-bundle': 'opus',
  'max-compat': 'opus',
  'two-audio': 'opus',
  sendrecv: 'opus',
  simulcast: 'opus',
  'asks-for-stereo': 'opus',
  'low-data': 'opus',
  'packets-of-60-ms': 'opus',
  'bandwidth-of-40-kbps': 'opus',
  'rsa-certificate': 'opus',
  'before-candidates': 'opus',
  'ice-restart': 'opus',
  'pcma-before-opus': 'opus',
  g722: 'g722',
  pcmu: 'pcmu',
  pcma: 'pcma',
  'video-only': ['no-audio', /m=audio/],
  'data-only': ['no-audio', /m=audio/],
  sendonly: ['wrong-direction', /sendonly/],
  inactive: ['wrong-direction', /inactive/],
  'seventeen-sections': ['invalid-sdp', /16 m= sections/],
  'telephone-only': ['no-common-codec', /telephone-event/],
};

const payloadTypes = { g722: 9, pcmu: 0, pcma: 8 };

function recordedBy(browser: string, opus: number): Record<string, Expected> {
  return Object.fromEntries(
    Object.entries(recorded).map(([shape, outcome]): [string, Expected] => [
      `${browser}-${shape}`,
      typeof outcome === 'string' ? [outcome, { ...payloadTypes, opus }[outcome]] : outcome,
    ]),
  );
}

const odd: Record<string, Expected> = {
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
  'nobodys-candidates': ['opus', 111],
  'payload-types-with-leading-zeros': ['pcma', 8],
  'payload-types-in-other-notations': ['pcma', 8],
  'formats-repeated': ['opus', 111],
  'blank-lines-between': ['opus', 111],
  'mixed-line-ends': ['opus', 111],
  'session-sendonly-section-recvonly': ['opus', 111],
  'several-directions': ['opus', 111],
  'port-with-count': ['opus', 111],
  'unicode-session-name': ['opus', 111],
  'mid-of-all-token-characters': ['opus', 111],
  'bundle-names-one-mid-often': ['opus', 111],
  'two-bundle-groups': ['opus', 111],
  'upper-case-hash-name': ['opus', 111],
  'ice-lines-repeated': ['opus', 111],
  'ice-of-256-characters': ['opus', 111],
  'other-media-beside': ['opus', 111],
  'opus-in-capitals': ['opus', 111],
  'rtpmap-repeated': ['opus', 111],
  'format-lines-before-maps': ['opus', 111],
  'format-parameters-of-4-kib': ['opus', 111],
  'sixteen-sections': ['opus', 111],
  'parked-video-with-odd-format-lines': ['opus', 111],
  'parked-video-without-map': ['opus', 111],

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
  'nothing-but-line-ends': ['invalid-sdp', /1000 lines/],
  'thousand-and-one-lines': ['invalid-sdp', /1000 lines/],
  'longer-than-64-kib': ['invalid-sdp', /64 KiB/],
  'line-of-5-kib': ['invalid-sdp', /line 17 is longer than 4 KiB/],
  'version-1': ['invalid-sdp', /v=0/],
  'capital-letters-of-types': ['invalid-sdp', /line 4/],
  'escape-sequences': ['invalid-sdp', /control character/],
  'tab-in-media-line': ['invalid-sdp', /m= line/],
  'double-space-in-media-line': ['invalid-sdp', /m= line/],
  'no-formats': ['invalid-sdp', /m= line/],
  'negative-port': ['invalid-sdp', /m= line/],
  'three-hundred-formats': ['invalid-sdp', /m= line/],
  'unicode-mid': ['invalid-sdp', /a=mid/],
  'empty-mid': ['invalid-sdp', /a=mid/],
  'long-mid': ['invalid-sdp', /a=mid/],
  'ice-ufrag-too-long': ['invalid-sdp', /a=ice-ufrag/],
  'session-inactive': ['wrong-direction', /inactive/],
  'dtls-over-tcp': ['incomplete-offer', /TCP\/DTLS.*offer UDP\/TLS/],
  'ice-divided-between-levels': ['incomplete-offer', /a=ice-pwd/],
  'fingerprint-without-colons': ['incomplete-offer', /sha-256/],
  'fingerprint-too-short': ['incomplete-offer', /sha-256/],
  'fingerprint-too-long': ['incomplete-offer', /sha-256/],
  'fingerprint-with-injection': ['incomplete-offer', /sha-256/],
  'sha-512-only': ['incomplete-offer', /sha-256/],
  'hundred-unknown-codecs': ['no-common-codec', /^.{400,700}$/],
  'opus-at-44100-hz': ['no-common-codec', /opus\/44100/],
  'multiopus-only': ['no-common-codec', /multiopus\/48000/],
  'rtpmap-with-injection': ['no-common-codec', /no codec that has a name/],
  'bandwidth-too-small': ['no-common-codec', /b=AS:1 /],
  'bandwidth-too-small-for-g711': ['no-common-codec', /b=TIAS:48000/],
};

const expected = Object.entries({ ...recordedBy('chromium', 111), ...recordedBy('firefox', 109), ...odd });
const accepted = expected.filter((each): each is [string, [CodecName, number]] => !isErrorCode(each[1][0]));
const refused = expected.filter((each): each is [string, [ErrorCode, RegExp]] => isErrorCode(each[1][0]));

describe('offers from test/fixtures', () => {
  it('are all listed here', () => {
    expect(offerNames.toSorted()).toEqual(expected.map(([name]) => name).toSorted());
  });

  it.each(accepted)('%s is accepted', (name, [codec, payloadType]) => {
    const { applied, listener } = plan(offerFile(name));
    expect(applied).toMatchObject({ codec, payloadType });
    expect(listener).toMatchObject({ payloadType, profile: { codec } });
    expect(faultsOf(listener.offer)).toEqual([]);
    expect(offerFile(name).toUpperCase()).toContain(listener.fingerprint);
  });

  it.each(refused)('%s is refused in plain words', (name, [code, words]) => {
    const error = refusal(offerFile(name));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});
