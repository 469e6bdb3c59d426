import { describe, expect, it } from 'vitest';
import type { AppliedNote } from '../../../src/api.js';
import type { PropertyValue } from '../../../src/engine/protocol.js';
import { anOpusOffer, type OfferParts, plan, type SettingsChange } from '../../support/offers.js';

interface Row {
  /** What the row shows. */
  title: string;
  change?: SettingsChange;
  fmtp?: string;
  offer?: OfferParts;
  encoder: Record<string, PropertyValue>;
  /** Notes about these options, in order: [option, asked, applied, words of the reason]. */
  notes?: [string, AppliedNote['asked'], AppliedNote['applied'], RegExp][];
}

function check(option: RegExp, { change, fmtp = '', offer, encoder, notes = [] }: Row): void {
  const { applied, listener } = plan(anOpusOffer(fmtp, offer), change);
  expect(listener.profile.encoder).toMatchObject(encoder);
  const about = applied.notes.filter((note) => option.test(note.option));
  expect(about.map((note) => [note.option, note.asked, note.applied])).toEqual(
    notes.map(([name, asked, given]) => [name, asked, given]),
  );
  for (const [index, [, , , words]] of notes.entries()) expect(about[index]?.reason).toMatch(words);
}

describe('the Opus encoder by default', () => {
  it('has 96000 bps, everything on, in a fixed order of properties', () => {
    const { profile } = plan(anOpusOffer('minptime=10;useinbandfec=1')).listener;
    expect(JSON.stringify(profile)).toBe(
      '{"codec":"opus","encoder":{"bitrate":96000,"bitrate-type":"constrained-vbr","bandwidth":"auto",' +
        '"inband-fec":true,"packet-loss-percentage":5,"dtx":true,"frame-size":20},"payloader":{"dtx":true}}',
    );
  });

  it('is reported as applied', () => {
    expect(plan(anOpusOffer('minptime=10;useinbandfec=1')).applied).toMatchObject({
      codec: 'opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      bitrate: 96_000,
      ptime: 20,
      opus: {
        maxPlaybackRate: 48_000,
        cbr: false,
        useInbandFec: true,
        packetLossPercentage: 5,
        useDtx: true,
      },
    });
  });
});

describe('--audio-bitrate and --opus-maxaveragebitrate', () => {
  it.each<Row>([
    {
      title: 'the configured rate is used',
      change: { audio: { bitrate: 32_000 } },
      encoder: { bitrate: 32_000 },
    },
    {
      title: 'a lower configured cap wins',
      change: { opus: { maxAverageBitrate: 40_000 } },
      encoder: { bitrate: 40_000 },
      notes: [['audio-bitrate', 96_000, 40_000, /opus-maxaveragebitrate.*this server/]],
    },
    {
      title: 'limits that equal the rate change nothing',
      change: { opus: { maxAverageBitrate: 96_000 } },
      fmtp: 'maxaveragebitrate=96000',
      encoder: { bitrate: 96_000 },
    },
    {
      title: 'a higher configured cap changes nothing',
      change: { opus: { maxAverageBitrate: 510_000 } },
      encoder: { bitrate: 96_000 },
    },
    {
      title: 'a lower maxaveragebitrate of the offer wins',
      fmtp: 'maxaveragebitrate=24000',
      encoder: { bitrate: 24_000 },
      notes: [['audio-bitrate', 96_000, 24_000, /listener asked for maxaveragebitrate=24000/]],
    },
    { title: 'a higher one changes nothing', fmtp: 'maxaveragebitrate=128000', encoder: { bitrate: 96_000 } },
    {
      title: 'one below the least is raised to it',
      fmtp: 'maxaveragebitrate=500',
      encoder: { bitrate: 6000 },
      notes: [['audio-bitrate', 96_000, 6000, /maxaveragebitrate=500/]],
    },
    { title: 'a malformed one is ignored', fmtp: 'maxaveragebitrate=64k', encoder: { bitrate: 96_000 } },
    {
      title: 'a lower b=TIAS wins',
      offer: { audio: ['b=TIAS:50000'] },
      encoder: { bitrate: 50_000 },
      notes: [['audio-bitrate', 96_000, 50_000, /b=TIAS:50000/]],
    },
    {
      title: 'a lower b=AS wins, less its headers',
      offer: { audio: ['b=AS:64'] },
      encoder: { bitrate: 44_800 },
      notes: [['audio-bitrate', 96_000, 44_800, /b=AS:64/]],
    },
    {
      title: 'b=AS has less room with shorter packets',
      change: { audio: { ptime: 10 } },
      offer: { audio: ['b=AS:64'] },
      encoder: { bitrate: 28_800, 'frame-size': 10 },
      notes: [['audio-bitrate', 96_000, 28_800, /b=AS:64/]],
    },
    {
      title: 'every reduction is named',
      change: { opus: { maxAverageBitrate: 80_000 } },
      fmtp: 'maxaveragebitrate=60000',
      offer: { session: ['b=TIAS:50000'] },
      encoder: { bitrate: 50_000 },
      notes: [
        ['audio-bitrate', 96_000, 80_000, /this server/],
        ['audio-bitrate', 80_000, 60_000, /maxaveragebitrate/],
        ['audio-bitrate', 60_000, 50_000, /b=TIAS/],
      ],
    },
    {
      title: 'no more than RFC 7587 knows',
      change: { audio: { bitrate: 600_000 } },
      encoder: { bitrate: 510_000 },
      notes: [['audio-bitrate', 600_000, 510_000, /RFC 7587/]],
    },
  ])('$title', (row) => {
    const { fmtp, offer } = row;
    const codecs = fmtp === undefined ? {} : { codecs: ['a=rtpmap:111 opus/48000/2', `a=fmtp:111 ${fmtp}`] };
    check(/^audio-bitrate$/, { ...row, offer: { ...offer, ...codecs } });
  });
});

describe('--opus-maxplaybackrate', () => {
  it.each([
    [8000, 'narrowband'],
    [12_000, 'mediumband'],
    [16_000, 'wideband'],
    [24_000, 'superwideband'],
    [48_000, 'auto'],
  ] as const)('%i is %s', (maxPlaybackRate, bandwidth) => {
    check(/maxplaybackrate/, {
      title: '',
      change: { opus: { maxPlaybackRate } },
      fmtp: 'useinbandfec=1',
      encoder: { bandwidth },
    });
  });

  it.each([
    [16_000, 'wideband', 16_000],
    [44_100, 'superwideband', 24_000],
    [15_999, 'mediumband', 12_000],
    [8001, 'narrowband', 8000],
    [100, 'narrowband', 8000],
  ])('an offered %i is %s', (offered, bandwidth, applied) => {
    const reason = new RegExp(`maxplaybackrate=${String(offered)}\\.`);
    check(/maxplaybackrate/, {
      title: '',
      fmtp: `useinbandfec=1;maxplaybackrate=${String(offered)}`,
      encoder: { bandwidth },
      notes: [['opus-maxplaybackrate', 48_000, applied, reason]],
    });
  });

  it.each([16_000, 24_000])('an offered %i does not widen 16000', (offered) => {
    const change = { opus: { maxPlaybackRate: 16_000 } } as const;
    check(/maxplaybackrate/, {
      title: '',
      change,
      fmtp: `maxplaybackrate=${String(offered)}`,
      encoder: { bandwidth: 'wideband' },
    });
  });

  it('12000 holds libopus in SILK, for only that has a medium band', () => {
    const encoder = { bandwidth: 'mediumband', 'inband-fec': true, 'packet-loss-percentage': 10 };
    check(/^opus-(useinbandfec|maxplaybackrate)$/, {
      title: '',
      change: { opus: { maxPlaybackRate: 12_000 } },
      fmtp: 'useinbandfec=1',
      encoder,
    });
  });

  it('12000 is 8000 where SILK cannot be had', () => {
    check(/maxplaybackrate/, {
      title: '',
      change: { opus: { maxPlaybackRate: 12_000, useInbandFec: false } },
      encoder: { bandwidth: 'narrowband', 'inband-fec': false },
      notes: [['opus-maxplaybackrate', 12_000, 8000, /FEC/]],
    });
  });
});

describe('--opus-cbr', () => {
  it.each<Row>([
    { title: 'is off by default', encoder: { 'bitrate-type': 'constrained-vbr' } },
    { title: 'is used when configured', change: { opus: { cbr: true } }, encoder: { 'bitrate-type': 'cbr' } },
    {
      title: 'cbr=0 does not undo it',
      change: { opus: { cbr: true } },
      fmtp: 'cbr=0',
      encoder: { 'bitrate-type': 'cbr' },
    },
    {
      title: 'cbr=1 of the offer asks for it',
      fmtp: 'cbr=1',
      encoder: { 'bitrate-type': 'cbr' },
      notes: [['opus-cbr', false, true, /cbr=1/]],
    },
  ])('$title', (row) => {
    check(/^opus-cbr$/, row);
  });
});

describe('--opus-useinbandfec', () => {
  const on = { 'inband-fec': true, 'packet-loss-percentage': 10 };
  const onForSpeech = { 'inband-fec': true, 'packet-loss-percentage': 5 };
  const off = { 'inband-fec': false, 'packet-loss-percentage': 0 };
  const fmtp = 'useinbandfec=1';

  it.each<Row>([
    {
      title: 'at music bit rates it protects speech only, and says so',
      fmtp,
      encoder: onForSpeech,
      notes: [['opus-useinbandfec', true, true, /speech.*CELT/]],
    },
    {
      title: 'just above 32000 bps likewise',
      change: { audio: { bitrate: 32_001 } },
      fmtp,
      encoder: onForSpeech,
      notes: [['opus-useinbandfec', true, true, /CELT/]],
    },
    { title: 'up to 32000 bps it is real', change: { audio: { bitrate: 32_000 } }, fmtp, encoder: on },
    { title: 'down to 19000 bps it is real', change: { audio: { bitrate: 19_000 } }, fmtp, encoder: on },
    {
      title: 'below that libopus has none',
      change: { audio: { bitrate: 18_999 } },
      fmtp,
      encoder: off,
      notes: [['opus-useinbandfec', true, false, /19000 bps/]],
    },
    {
      title: 'a constant bit rate needs 2000 bps more',
      change: { audio: { bitrate: 20_999 }, opus: { cbr: true } },
      fmtp,
      encoder: off,
      notes: [['opus-useinbandfec', true, false, /21000 bps/]],
    },
    {
      title: 'packets of 10 ms need 3000 bps more',
      change: { audio: { bitrate: 21_999, ptime: 10 } },
      fmtp,
      encoder: off,
      notes: [['opus-useinbandfec', true, false, /22000 bps.*10 ms/]],
    },
    {
      title: 'packets of 5 ms have none',
      change: { audio: { ptime: 5 } },
      fmtp,
      encoder: { ...off, 'frame-size': 5 },
      notes: [['opus-useinbandfec', true, false, /10 ms/]],
    },
    {
      title: 'useinbandfec=0 turns it off',
      fmtp: 'useinbandfec=0',
      encoder: off,
      notes: [['opus-useinbandfec', true, false, /offer/]],
    },
    { title: 'absence turns it off', encoder: off, notes: [['opus-useinbandfec', true, false, /offer/]] },
    {
      title: 'off stays off without a word',
      change: { opus: { useInbandFec: false } },
      fmtp,
      encoder: off,
    },
  ])('$title', (row) => {
    check(/^opus-useinbandfec$/, row);
  });
});

describe('--opus-usedtx', () => {
  it.each<Row>([
    {
      title: 'is on by default, with a word about music',
      encoder: { dtx: true },
      notes: [['opus-usedtx', true, true, /--no-opus-usedtx/]],
    },
    {
      title: 'usedtx=1 changes nothing',
      fmtp: 'usedtx=1',
      encoder: { dtx: true },
      notes: [['opus-usedtx', true, true, /music/]],
    },
    {
      title: 'usedtx=0 turns it off',
      fmtp: 'usedtx=0',
      encoder: { dtx: false },
      notes: [['opus-usedtx', true, false, /usedtx=0/]],
    },
    {
      title: 'a constant bit rate turns it off',
      change: { opus: { cbr: true } },
      encoder: { dtx: false },
      notes: [['opus-usedtx', true, false, /constant bit rate/]],
    },
    {
      title: 'off stays off, whatever the offer says',
      change: { opus: { useDtx: false } },
      fmtp: 'usedtx=1',
      encoder: { dtx: false },
    },
  ])('$title', (row) => {
    check(/^opus-usedtx$/, row);
  });

  it.each(['usedtx=1', 'usedtx=0'])('is the same for encoder and payloader (%s)', (fmtp) => {
    const { encoder, payloader } = plan(anOpusOffer(fmtp)).listener.profile;
    expect(payloader).toEqual({ dtx: encoder.dtx });
  });
});

describe('parameters of the offer', () => {
  it('may be written in any case, with blanks, twice', () => {
    const { encoder } = plan(anOpusOffer(' UseInbandFEC = 1 ; useinbandfec=0; CBR=1')).listener.profile;
    expect(encoder).toMatchObject({ 'inband-fec': true, 'bitrate-type': 'cbr' });
  });

  it('leave no trace on objects', () => {
    plan(anOpusOffer('__proto__=polluted;constructor=polluted'));
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });
});
