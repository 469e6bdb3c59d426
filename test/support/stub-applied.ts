import type { Applied } from '../../src/api.js';

/** What stand-ins for the server say they send. */
export const stubApplied: Applied = {
  codec: 'opus',
  payloadType: 111,
  clockRate: 48000,
  channels: 2,
  bitrate: 96000,
  ptime: 20,
  opus: {
    maxPlaybackRate: 48000,
    cbr: false,
    useInbandFec: false,
    packetLossPercentage: 0,
    useDtx: true,
  },
  notes: [
    {
      option: 'opus-useinbandfec',
      asked: true,
      applied: false,
      reason: 'At music bit rates the encoder produces none; a bit rate of 32000 or less would.',
    },
  ],
};
