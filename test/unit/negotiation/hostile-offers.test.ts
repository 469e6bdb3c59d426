import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutatedOffer } from '../../support/mutated-offer.js';
import { negotiated, timeToDecide } from '../../support/negotiated.js';
import { offerFile } from '../../support/offers.js';

/** The same offers every time; `npm run fuzz` tries others. A failure names seed and path. */
const SEED = 20_260_101;
/** What one offer may cost, ms. */
const LIMIT = 5;

/** Full 64 KiB of one thing, before and inside the section of an offer that is otherwise good. */
const floods: [string, string, number][] = [
  ['spaces in an m= line', 'm=audio 9 UDP/TLS/RTP/SAVPF'.padEnd(4000) + '\r\n', 15],
  ['formats', `m=audio 9 UDP/TLS/RTP/SAVPF${' 96'.repeat(1300)}\r\n`, 15],
  ['long formats', `m=audio 9 UDP/TLS/RTP/SAVPF${` ${'9'.repeat(63)}`.repeat(60)} \t x\r\n`, 15],
  ['candidates', `a=candidate:1 1 UDP 1 ${'1'.repeat(40)} 9 typ host\r\n`, 900],
  ['candidates of nobody', 'a=candidate:1 1 UDP 1 ff02::1:2:3:4 9 typ host\r\n', 900],
  ['payload types', 'a=rtpmap:96 opus/48000/2\r\n', 950],
  ['blanks in an rtpmap', `a=rtpmap:96${' '.repeat(4000)}x\r\n`, 15],
  ['semicolons', `a=fmtp:111 ${';'.repeat(4000)}\r\n`, 14],
  ['parameters', `a=fmtp:111 ${'a=1;'.repeat(1000)}\r\n`, 14],
  ['colons', `a=${':'.repeat(4000)}\r\n`, 14],
  ['groups', `a=group:BUNDLE${' 0'.repeat(2000)}\r\n`, 14],
  ['fingerprints', `a=fingerprint:sha-256 ${'AB:'.repeat(1300)}\r\n`, 14],
  ['blanks in a fingerprint', `a=fingerprint:sha-256${' '.repeat(4000)}x\r\n`, 14],
  ['bandwidths', 'b=AS:64\r\n', 900],
  ['attributes', 'a=x\r\n', 950],
];

describe('hostile offers', () => {
  it('that are mutated get a safe plan or a refusal, each in less than 5 ms', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutatedOffer, (offer) => {
        if (negotiated(offer)) accepted += 1;
        expect(timeToDecide(offer, LIMIT)).toBeLessThan(LIMIT);
      }),
      { numRuns: 500, seed: SEED },
    );
    // Else the mutations would be too wild to reach what comes after the parser.
    expect(accepted).toBeGreaterThan(150);
  });

  it('that are random text are refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(negotiated(text)).toBeUndefined();
        expect(negotiated(`v=0\r\n${text}`)).toBeUndefined();
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it.each(floods)('full of %s cost less than 5 ms', (_, text, count) => {
    const good = offerFile('lf-only');
    for (const offer of [`${good}${text.repeat(count)}`, `v=0\n${text.repeat(count)}${good.slice(4)}`]) {
      negotiated(offer);
      expect(timeToDecide(offer, LIMIT)).toBeLessThan(LIMIT);
    }
  });

  it.each([
    ['lines', `v=0\r\n${'a=x\r\n'.repeat(200_000)}`],
    ['one line', `v=0\r\na=${'x'.repeat(1_000_000)}\r\n`],
    ['line ends', '\n'.repeat(1_000_000)],
  ])('of a megabyte of %s are refused at once', (_, offer) => {
    expect(negotiated(offer)).toBeUndefined();
    expect(timeToDecide(offer, LIMIT)).toBeLessThan(LIMIT);
  });
});
