import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../../src/api.js';
import { allCodecs, anOffer, offerFile, opusMap, plan, refusal } from '../../support/offers.js';

const everything = anOffer({ formats: '8 0 9 111' });

function chosen(offer: string, preferredCodec: CodecName, without: CodecName[] = []): CodecName {
  const codecs = allCodecs.filter(({ name }) => !without.includes(name));
  return plan(offer, { audio: { preferredCodec } }, codecs).applied.codec;
}

describe('choice of the codec', () => {
  it.each(['opus', 'g722', 'pcmu', 'pcma'] as const)('%s is used where it is preferred', (codec) => {
    expect(chosen(everything, codec)).toBe(codec);
  });

  it('goes on with opus, g722, pcmu, pcma, whatever the order of the offer', () => {
    const without: CodecName[] = ['pcma'];
    for (const expected of ['opus', 'g722', 'pcmu'] as const) {
      expect(chosen(everything, 'pcma', without)).toBe(expected);
      without.push(expected);
    }
  });

  it('says why the preferred one is not used', () => {
    const note = (offer: string, without: CodecName[]) =>
      plan(
        offer,
        { audio: { preferredCodec: 'g722' } },
        allCodecs.filter(({ name }) => !without.includes(name)),
      ).applied.notes[0];
    const option = { option: 'preferred-codec', asked: 'g722', applied: 'opus' };
    expect(note(everything, ['g722'])).toEqual({ ...option, reason: 'This server cannot encode g722.' });
    expect(note(anOffer({}), [])).toEqual({ ...option, reason: "The listener's offer does not have g722." });
    expect(note(everything.replace('a=mid', 'b=AS:50\r\na=mid'), [])).toEqual({
      ...option,
      reason: "The offer's bandwidth is too small: g722 needs 64000 bps, more than b=AS:50 leaves.",
    });
  });

  it('passes over what the bandwidth of the offer cannot hold', () => {
    expect(chosen(anOffer({ formats: '0 111', audio: ['b=AS:84'] }), 'pcmu')).toBe('opus');
    expect(chosen(anOffer({ formats: '0 111', audio: ['b=AS:85'] }), 'pcmu')).toBe('pcmu');
    expect(chosen(anOffer({ formats: '0 111', session: ['b=TIAS:63999'] }), 'pcmu')).toBe('opus');
    expect(chosen(anOffer({ formats: '0 111', session: ['b=TIAS:64000'] }), 'pcmu')).toBe('pcmu');
  });

  it('refuses an offer whose bandwidth holds nothing', () => {
    const error = refusal(anOffer({ formats: '0 111', audio: ['b=TIAS:5999'] }));
    expect(error.code).toBe('no-common-codec');
    expect(error.message).toMatch(/opus needs 6000 bps.*b=TIAS:5999.*pcmu needs 64000 bps/);
  });

  it('takes the payload type from the offer, the first of several', () => {
    const codecs = [opusMap, 'a=rtpmap:109 OPUS/48000/2', 'a=fmtp:109 cbr=1'];
    const { applied, listener } = plan(anOffer({ formats: '109 111', codecs }));
    expect(applied.payloadType).toBe(109);
    expect(applied.opus?.cbr).toBe(true);
    expect(listener.offer).toContain('a=rtpmap:109 opus/48000/2\r\n');
  });

  it('needs the same clock', () => {
    const wrong = anOffer({
      formats: '9 111',
      codecs: ['a=rtpmap:9 G722/16000', 'a=rtpmap:111 opus/8000/2'],
    });
    expect(refusal(wrong).message).toContain('G722/16000, opus/8000');
  });

  it('believes only rtpmaps of formats on the m= line', () => {
    expect(refusal(anOffer({ formats: '96' })).code).toBe('no-common-codec');
  });

  it('refuses when this machine has none of the codecs', () => {
    expect(refusal(everything, {}, []).message).toContain('this server sends none');
  });
});

describe('fixed-rate codecs', () => {
  it.each([
    ['g722', 9],
    ['pcmu', 0],
    ['pcma', 8],
  ] as const)('%s is 64000 bps in mono in packets of the configured length', (codec, payloadType) => {
    const { applied, listener } = plan(everything, { audio: { preferredCodec: codec, bitrate: 64_000 } });
    expect(applied).toEqual({
      codec,
      payloadType,
      clockRate: 8000,
      channels: 1,
      bitrate: 64_000,
      ptime: 20,
      notes: [],
    });
    expect(listener.profile).toEqual({
      codec,
      encoder: {},
      payloader: { 'min-ptime': 20_000_000, 'max-ptime': 20_000_000 },
    });
  });

  it('say that another bit rate has no effect', () => {
    expect(plan(offerFile('chromium-g722'), { audio: { preferredCodec: 'g722' } }).applied.notes).toEqual([
      { option: 'audio-bitrate', asked: 96_000, applied: 64_000, reason: 'G722 always has 64000 bps.' },
    ]);
  });
});
