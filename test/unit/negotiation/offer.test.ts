import { describe, expect, it } from 'vitest';
import { readOffer } from '../../../src/negotiation/offer.js';
import { offerFile } from '../../support/offers.js';

describe('readOffer', () => {
  it('picks the first audio section that wants to receive', () => {
    expect(readOffer(offerFile('second-audio-listens')).audio).toMatchObject({ index: 1, mid: '1' });
    expect(readOffer(offerFile('safari')).audio).toMatchObject({ index: 0, mid: '0' });
  });

  it('takes the direction of the session where a section has none', () => {
    const offer = offerFile('no-direction').replace('t=0 0', 't=0 0\r\na=sendonly');
    expect(() => readOffer(offer)).toThrow('sendonly');
  });

  it('takes no other group for a bundle', () => {
    expect(readOffer(offerFile('lf-only').replace('BUNDLE', 'LS')).bundle).toBeUndefined();
  });

  it('keeps the order of all sections', () => {
    const { sections } = readOffer(offerFile('chromium-audio-video-data'));
    expect(sections.map(({ line, mid }) => [line.media, mid])).toEqual([
      ['audio', '0'],
      ['video', '1'],
      ['application', '2'],
    ]);
  });

  it('finds the section that carries the transport of the bundle', () => {
    const bundleOf = (name: string) => {
      const { bundle } = readOffer(offerFile(name));
      return bundle && [bundle.tagged.index, bundle.parked];
    };
    expect(bundleOf('chromium-recvonly')).toEqual([0, false]);
    expect(bundleOf('chromium-video-first-max-bundle')).toEqual([0, true]);
    expect(bundleOf('bundle-only-audio')).toEqual([0, true]);
    expect(bundleOf('no-mid')).toBeUndefined();
    expect(bundleOf('bundle-of-unknown-mids')).toBeUndefined();
  });

  it('does not keep a data channel alive for its transport', () => {
    const offer = offerFile('bundle-only-audio')
      .replace('m=video 9 UDP/TLS/RTP/SAVPF 96', 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel')
      .replace('m=audio 0', 'm=audio 9');
    expect(readOffer(offer).bundle).toMatchObject({ tagged: { index: 0 }, parked: false });
  });
});
