import { parse, type SessionDescription } from 'sdp-transform';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { completeAnswer } from '../../../src/negotiation/answer.js';
import { anOffer, anOpusOffer, offerFile, plan, type SettingsChange } from '../../support/offers.js';
import { webrtcbinAnswer } from '../../support/webrtcbin-answer.js';

function answerTo(offer: string, change: SettingsChange = {}): SessionDescription {
  return parse(completeAnswer(plan(offer, change), webrtcbinAnswer));
}

describe('the answer for the client', () => {
  it('is complete', () => {
    const text = completeAnswer(plan(offerFile('firefox')), webrtcbinAnswer);
    expect(text.split('\r\n')).toEqual([
      'v=0',
      expect.stringMatching(/^o=- \d{1,19} 1 IN IP4 127\.0\.0\.1$/),
      's=Earshot',
      't=0 0',
      'a=group:BUNDLE 0',
      'a=msid-semantic:WMS earshot',
      'm=audio 9 UDP/TLS/RTP/SAVPF 109',
      'c=IN IP4 0.0.0.0',
      'b=AS:118',
      'b=TIAS:96000',
      'a=mid:0',
      'a=sendonly',
      'a=msid:earshot audio',
      'a=rtcp-mux',
      'a=rtpmap:109 opus/48000/2',
      'a=fmtp:109 minptime=10;maxplaybackrate=48000;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;cbr=0;useinbandfec=1;usedtx=1',
      'a=ptime:20',
      'a=ice-ufrag:wMp/jiuIK240jHe+UEw4YZrbU+C2Ln+E',
      'a=ice-pwd:oyvjg3vQ/lkv9PqRkqOsyVI+4R/5p6dK',
      'a=fingerprint:sha-256 3B:90:5E:C1:77:0D:A2:F8:46:1B:E9:8C:53:D4:2F:60:B7:19:8A:EE:05:3C:91:F6:68:DB:40:A7:12:CF:84:5D',
      'a=setup:active',
      'a=candidate:1 1 UDP 2015363327 192.0.2.2 36054 typ host',
      'a=candidate:2 1 UDP 2015363583 2001:db8::2 53283 typ host',
      'a=end-of-candidates',
      '',
    ]);
  });

  it('rejects the other sections in the order of the offer', () => {
    const { groups, media } = answerTo(offerFile('chromium-audio-video-data'));
    expect(media.map(({ type, port, mid, direction }) => [type, port, mid, direction])).toEqual([
      ['audio', 9, 0, 'sendonly'],
      ['video', 0, 1, 'inactive'],
      ['application', 0, 2, 'inactive'],
    ]);
    expect(media[2]).toMatchObject({ protocol: 'UDP/DTLS/SCTP', payloads: 'webrtc-datachannel' });
    expect(groups).toEqual([{ type: 'BUNDLE', mids: 0 }]);
  });

  it('keeps the section that carries the transport of the bundle, inactive', () => {
    const { groups, media } = answerTo(offerFile('chromium-video-first-max-bundle'));
    expect(media.map(({ type, port, mid, direction }) => [type, port, mid, direction])).toEqual([
      ['video', 9, 0, 'inactive'],
      ['audio', 9, 1, 'sendonly'],
      ['application', 0, 2, 'inactive'],
    ]);
    expect(groups).toEqual([{ type: 'BUNDLE', mids: '0 1' }]);
    expect(media[0]).toMatchObject({ iceUfrag: expect.any(String) as string, rtcpMux: 'rtcp-mux' });
    expect(media[0]?.rtp.map(({ payload }) => payload)).toEqual([media[0]?.payloads]);
    expect(media.map(({ candidates = [] }) => candidates.length)).toEqual([2, 0, 0]);
  });

  it('has the same number of sections when there are two audio ones', () => {
    const { media, groups } = answerTo(offerFile('second-audio-listens'));
    expect(media.map(({ type, port }) => [type, port])).toEqual([
      ['audio', 0],
      ['audio', 9],
    ]);
    expect(groups).toBeUndefined();
  });

  it('has neither mid nor BUNDLE when the offer has none', () => {
    const { groups, media } = answerTo(offerFile('no-mid'));
    expect(groups).toBeUndefined();
    expect(media[0]).not.toHaveProperty('mid');
  });

  it('repeats the protocol of the offer', () => {
    expect(answerTo(offerFile('savp-without-feedback')).media[0]?.protocol).toBe('UDP/TLS/RTP/SAVP');
  });

  it('shows the settings that are applied', () => {
    const fmtp = 'useinbandfec=0;usedtx=0;cbr=1;maxplaybackrate=16000;maxaveragebitrate=40000';
    const { media } = answerTo(anOpusOffer(fmtp, { audio: ['a=ptime:40'] }));
    expect(media[0]?.fmtp[0]?.config.split(';')).toEqual([
      'minptime=10',
      'maxplaybackrate=16000',
      'maxaveragebitrate=40000',
      'stereo=1',
      'sprop-stereo=1',
      'cbr=1',
      'useinbandfec=0',
      'usedtx=0',
    ]);
    expect(media[0]?.ptime).toBe(40);
    expect(media[0]?.bandwidth).toEqual([
      { type: 'AS', limit: 51 },
      { type: 'TIAS', limit: 40_000 },
    ]);
  });

  it('asks for no longer packets than are sent', () => {
    const { media } = answerTo(anOpusOffer('', { audio: ['a=ptime:5'] }));
    expect(media[0]?.fmtp[0]?.config).toMatch(/^minptime=5;/);
  });

  it.each([
    ['9', 'G722'],
    ['0', 'PCMU'],
    ['8', 'PCMA'],
  ])('names payload type %s %s with its clock of 8000 Hz and without parameters', (formats, codec) => {
    const { media } = answerTo(anOffer({ formats, codecs: [] }));
    expect(media[0]?.rtp).toEqual([{ payload: Number(formats), codec, rate: 8000 }]);
    expect(media[0]?.fmtp).toEqual([]);
    expect(media[0]?.bandwidth).toContainEqual({ type: 'AS', limit: 85 });
  });

  it('takes nothing else from the engine', () => {
    const chatty = webrtcbinAnswer.replace(
      'a=sendonly',
      'a=sendonly\r\na=extmap:1 urn:x\r\na=msid:a b\r\nb=AS:1',
    );
    expect(completeAnswer(plan(offerFile('firefox')), chatty)).toBe(
      completeAnswer(plan(offerFile('firefox')), webrtcbinAnswer),
    );
  });

  it('names the source of the packets, if the engine does', () => {
    const naming = `${webrtcbinAnswer}a=ssrc:4010203040 cname:user@host\r\na=ssrc:4010203040 msid:a b\r\n`;
    const lines = completeAnswer(plan(anOffer({})), naming).split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=ssrc'))).toEqual(['a=ssrc:4010203040 cname:earshot']);
  });

  it('has another session id for another transport', () => {
    const other = webrtcbinAnswer.replace('a=ice-ufrag:wMp', 'a=ice-ufrag:xMp');
    const idOf = (engine: string) => parse(completeAnswer(plan(anOffer({})), engine)).origin?.sessionId;
    expect(idOf(webrtcbinAnswer)).toBe(idOf(webrtcbinAnswer));
    expect(idOf(webrtcbinAnswer)).not.toBe(idOf(other));
  });

  it.each(['a=ice-ufrag', 'a=ice-pwd', 'a=fingerprint', 'a=setup', 'm=audio'])(
    'is refused when the engine leaves out %s',
    (line) => {
      const broken = webrtcbinAnswer.split('\r\n').filter((each) => !each.startsWith(line));
      const complete = () => completeAnswer(plan(anOffer({})), broken.join('\r\n'));
      expect(complete).toThrow(AppError);
      expect(complete).toThrow(line.slice(2));
    },
  );

  it('is refused when the engine rejected the section', () => {
    const rejecting = webrtcbinAnswer.replace('m=audio 9', 'm=audio 0');
    expect(() => completeAnswer(plan(anOffer({})), rejecting)).toThrow(AppError);
  });
});
