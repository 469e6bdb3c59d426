import type { Plan } from '../../src/negotiation/plan.js';

/** A plan as the negotiation makes it for Chromium's offer; `bitrate` (bps) makes profiles differ. */
export function aPlan({ bitrate = 96000 } = {}): Plan {
  return {
    listener: {
      offer: 'v=0\r\n',
      fingerprint:
        '97:97:FC:AC:73:DE:CB:C5:06:AD:AA:E3:27:7A:52:41:4A:65:D3:57:05:46:56:70:45:D5:3E:E2:1B:7A:8B:BE',
      payloadType: 111,
      profile: { codec: 'opus', encoder: { bitrate }, payloader: {} },
    },
    applied: {
      codec: 'opus',
      payloadType: 111,
      clockRate: 48000,
      channels: 2,
      bitrate,
      ptime: 20,
      opus: {
        maxPlaybackRate: 48000,
        cbr: false,
        useInbandFec: true,
        packetLossPercentage: 10,
        useDtx: false,
      },
      notes: [{ option: 'opus-usedtx', asked: true, applied: false, reason: 'the offer turns it off' }],
    },
    sections: [{ media: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', format: '111', mid: '0' }],
    audioSection: 0,
  };
}
