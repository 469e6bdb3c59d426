import { parse } from 'sdp-transform';
import { describe, expect, it } from 'vitest';
import { fingerprint, isAccepted, offerFile, offerNames, plan, refusal } from '../../support/offers.js';

const accepted = offerNames.filter((name) => isAccepted(offerFile(name)));

describe('the offer for the engine', () => {
  it('has what webrtcbin needs and nothing else', () => {
    expect(plan(offerFile('firefox')).listener.offer.split('\r\n')).toEqual([
      'v=0',
      'o=- 0 0 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE audio',
      'm=audio 9 UDP/TLS/RTP/SAVPF 109',
      'c=IN IP4 0.0.0.0',
      'a=mid:audio',
      'a=recvonly',
      'a=rtcp-mux',
      'a=ice-ufrag:7d3fa1c2',
      'a=ice-pwd:0c6ee2a4b8d14f7e9a5b3c2d1e0f9a8b',
      `a=fingerprint:sha-256 ${fingerprint}`,
      'a=setup:actpass',
      'a=rtpmap:109 opus/48000/2',
      'a=candidate:0 1 UDP 2122252543 192.0.2.17 50112 typ host',
      '',
    ]);
  });

  it('takes the transport of the session where the section has none', () => {
    const { offer } = plan(offerFile('session-level-transport')).listener;
    expect(offer).toContain('a=ice-ufrag:Zk3v\r\n');
    expect(offer).toContain('a=setup:active\r\n');
  });

  it('takes the transport of the section that carries the bundle', () => {
    const recorded = parse(offerFile('chromium-video-first-max-bundle'));
    const given = parse(plan(offerFile('chromium-video-first-max-bundle')).listener.offer);
    expect(given.media[0]?.iceUfrag).toBe(recorded.media[0]?.iceUfrag);
    expect(given.media[0]?.icePwd).toBe(recorded.media[0]?.icePwd);
  });

  it('takes the transport of a bundle’s data channel where the section has none', () => {
    const offer = offerFile('bundle-only-audio').replace(
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    );
    expect(plan(offer).listener.offer).toContain('a=ice-ufrag:Zk3v\r\n');
  });

  it('means active where a=setup is missing (RFC 4145)', () => {
    const offer = offerFile('lf-only').replace('a=setup:actpass\n', '');
    expect(plan(offer).listener.offer).toContain('a=setup:active\r\n');
  });

  it('says that the listener is ICE lite', () => {
    expect(plan(offerFile('ice-lite')).listener.offer).toContain('a=ice-lite\r\n');
    expect(plan(offerFile('firefox')).listener.offer).not.toContain('ice-lite');
  });

  it.each([
    ['ice-ufrag', 'abc'],
    ['ice-ufrag', 'a b c d'],
    ['ice-ufrag', 'x'.repeat(257)],
    ['ice-pwd', 'x'.repeat(21)],
    ['ice-pwd', 'x'.repeat(257)],
    ['ice-pwd', `${'x'.repeat(22)}\u2028a=x`],
  ])('never has a bad a=%s (%j)', (name, value) => {
    const offer = offerFile('lf-only').replace(new RegExp(`a=${name}:.*`), `a=${name}:${value}`);
    expect(refusal(offer)).toMatchObject({ code: 'invalid-sdp' });
  });

  it.each(accepted)('has one section, one codec and no format parameters (%s)', (name) => {
    const { offer, payloadType } = plan(offerFile(name)).listener;
    const { media } = parse(offer);
    expect(media).toHaveLength(1);
    expect(media[0]).toMatchObject({
      type: 'audio',
      port: 9,
      direction: 'recvonly',
      payloads: payloadType,
    });
    expect(media[0]?.rtp.map(({ payload }) => payload)).toEqual([payloadType]);
    expect(media[0]?.fmtp).toEqual([]);
    expect(offer).not.toContain('.local');
    expect(offer.length).toBeLessThan(8000);
  });
});
