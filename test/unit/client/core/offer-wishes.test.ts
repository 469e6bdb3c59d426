import { describe, expect, it } from 'vitest';

import { noWishes, type Wishes, withWishes } from '../../../../client/src/core/offer-wishes.js';
import { browserOffer } from '../../../support/fake-peer-connection.js';

const askForStereo = (sdp: string) => withWishes(sdp, noWishes);

function sdp(...lines: string[]): string {
  return ['v=0', 's=-', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ...lines, ''].join('\r\n');
}

describe('askForStereo', () => {
  it('adds stereo=1 to the fmtp of Opus and changes nothing else', () => {
    expect(askForStereo(browserOffer)).toBe(
      browserOffer.replace(
        'a=fmtp:111 minptime=10;useinbandfec=1\r\n',
        'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n',
      ),
    );
  });

  it('finds Opus by its rtpmap, whatever its payload type', () => {
    const offer = sdp('a=rtpmap:109 OPUS/48000/2', 'a=fmtp:109 maxplaybackrate=48000', 'a=fmtp:111 x=1');
    expect(askForStereo(offer)).toContain('a=fmtp:109 maxplaybackrate=48000;stereo=1\r\n');
    expect(askForStereo(offer)).toContain('a=fmtp:111 x=1\r\n');
  });

  it('does not mistake a payload type that begins alike', () => {
    const offer = sdp('a=rtpmap:11 opus/48000/2', 'a=fmtp:111 111/111', 'a=fmtp:11 minptime=10');
    expect(askForStereo(offer)).toContain('a=fmtp:111 111/111\r\na=fmtp:11 minptime=10;stereo=1\r\n');
  });

  it('creates the fmtp where there is none', () => {
    expect(askForStereo(sdp('a=rtpmap:111 opus/48000/2', 'a=mid:0'))).toBe(
      sdp('a=rtpmap:111 opus/48000/2', 'a=fmtp:111 stereo=1', 'a=mid:0'),
    );
  });

  it('creates the fmtp also after an unfinished last line', () => {
    const offer = sdp('a=rtpmap:111 opus/48000/2').trimEnd();
    expect(askForStereo(offer)).toBe(`${offer}\r\na=fmtp:111 stereo=1`);
  });

  it('turns stereo=0 into stereo=1 and leaves sprop-stereo alone', () => {
    const offer = sdp('a=rtpmap:111 opus/48000/2', 'a=fmtp:111 sprop-stereo=0; stereo=0;cbr=1');
    expect(askForStereo(offer)).toContain('a=fmtp:111 sprop-stereo=0;cbr=1;stereo=1\r\n');
  });

  it('is content with an offer that asks already', () => {
    const offer = sdp('a=rtpmap:109 opus/48000/2', 'a=fmtp:109 useinbandfec=1;stereo=1');
    expect(askForStereo(offer)).toBe(offer);
  });

  it.each(['multiopus/48000/6', 'red/48000/2', 'opus/48000', 'opus/16000/2'])('leaves %s alone', (format) => {
    const offer = sdp(`a=rtpmap:111 ${format}`, 'a=fmtp:111 minptime=10');
    expect(askForStereo(offer)).toBe(offer);
  });

  it('leaves sections alone that are not audio', () => {
    const offer = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 a=1\r\n';
    expect(askForStereo(offer)).toBe(offer);
  });

  it('takes each section for itself', () => {
    const offer = `${browserOffer}m=video 9 UDP/TLS/RTP/SAVPF 111\r\na=fmtp:111 profile-id=0\r\n`;
    expect(askForStereo(offer)).toContain('a=fmtp:111 profile-id=0\r\n');
  });
});

describe('withWishes', () => {
  const opus = sdp('a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1');
  const fmtp = (wishes: Partial<Wishes>) =>
    /a=fmtp:111 (.*)\r/.exec(withWishes(opus, { ...noWishes, ...wishes }))?.[1];

  it('limits the bit rate', () => {
    expect(fmtp({ bitrate: 64_000 })).toBe('minptime=10;useinbandfec=1;maxaveragebitrate=64000;stereo=1');
  });

  it('asks for one channel', () => {
    expect(fmtp({ stereo: false })).toBe('minptime=10;useinbandfec=1;stereo=0');
  });

  it('asks for little data: 24 kbit/s at most, one channel, up to 12 kHz, nothing in silence', () => {
    const low = 'maxaveragebitrate=24000;maxplaybackrate=24000;usedtx=1;stereo=0';
    expect(fmtp({ lowData: true })).toBe(`minptime=10;useinbandfec=1;${low}`);
    expect(fmtp({ lowData: true, bitrate: 128_000 })).toContain(low);
    expect(fmtp({ lowData: true, bitrate: 16_000 })).toContain('maxaveragebitrate=16000;');
  });
});
