import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { offerFile, offerNames, plan } from '../../support/offers.js';

/** Far above what any offer within the limits needs (a few ms), far below what a listener would notice. */
const MAX_MS = 250;

const offers = offerNames.map(offerFile);
const lines = [...new Set(offers.flatMap((offer) => offer.split(/\r\n|\n|\r/)))];

/** Whether it was accepted; fails on anything but a plan or a refusal, and when it takes too long. */
function survives(offer: string): boolean {
  const start = performance.now();
  try {
    const { listener } = plan(offer);
    expect(listener.offer).toMatch(/^([a-z]=[ -~]*\r\n)+$/);
    expect(listener.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  } finally {
    expect(performance.now() - start).toBeLessThan(MAX_MS);
  }
}

type Edit = (offer: string[], at: number, material: string) => string[];

const edits: Edit[] = [
  (offer, at) => offer.toSpliced(at, 1),
  (offer, at, material) => offer.toSpliced(at, 0, material),
  (offer, at, material) => offer.with(at, material),
  (offer, at) => offer.toSpliced(at, 0, ...offer),
  (offer, at) => offer.toSpliced(at, 1, ...Array.from({ length: 50 }, () => offer[at] ?? '')),
  (offer, at, material) => offer.with(at, `${offer[at] ?? ''}${material}`),
  (offer, at) => offer.with(at, (offer[at] ?? '').repeat(30)),
  (offer, at) => offer.with(at, (offer[at] ?? '').replace(/\d+/, '99999999999999999999')),
  (offer, at, material) => offer.with(at, (offer[at] ?? '').replace(/:.*/, `:${material}`)),
];

const mutatedOffer = fc
  .tuple(
    fc.constantFrom(...offers),
    fc.array(
      fc.tuple(
        fc.constantFrom(...edits),
        fc.nat(),
        fc.oneof(fc.constantFrom(...lines), fc.string({ unit: 'binary', maxLength: 40 })),
      ),
      { minLength: 1, maxLength: 6 },
    ),
    fc.constantFrom('\r\n', '\n', '\r'),
  )
  .map(([offer, changes, end]) => {
    let changed = offer.split(/\r\n|\n|\r/);
    for (const [edit, at, material] of changes) {
      if (changed.length > 0) changed = edit(changed, at % changed.length, material);
    }
    return changed.join(end);
  });

describe('hostile offers', () => {
  it('that are mutated are accepted or refused, never anything else', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutatedOffer, (offer) => {
        if (survives(offer)) accepted += 1;
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 2000 },
    );
    // Else the mutations would be too wild to reach what comes after the parser.
    expect(accepted).toBeGreaterThan(50);
  });

  it('that are random text are refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(survives(`v=0\r\n${text}`)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['line ends', '\n', 60_000],
    ['spaces in an m= line', 'm=audio 9 UDP/TLS/RTP/SAVPF'.padEnd(4000) + '\r\n', 15],
    ['formats', `m=audio 9 UDP/TLS/RTP/SAVPF${' 96'.repeat(1300)}\r\n`, 15],
    ['long formats', `m=audio 9 UDP/TLS/RTP/SAVPF${` ${'9'.repeat(63)}`.repeat(60)} \t x\r\n`, 15],
    ['candidates', `a=candidate:1 1 UDP 1 ${'1'.repeat(40)} 9 typ host\r\n`, 900],
    ['semicolons', `a=fmtp:111 ${';'.repeat(4000)}\r\n`, 14],
    ['colons', `a=${':'.repeat(4000)}\r\n`, 14],
    ['groups', `a=group:BUNDLE${' 0'.repeat(2000)}\r\n`, 14],
    ['fingerprints', `a=fingerprint:sha-256 ${'AB:'.repeat(1300)}\r\n`, 14],
  ])('full of %s cost no time', (_, text, count) => {
    expect(() => survives(`${offerFile('lf-only')}${text.repeat(count)}`)).not.toThrow();
    expect(() => survives(`v=0\n${text.repeat(count)}${offerFile('lf-only').slice(4)}`)).not.toThrow();
  });

  it('of a megabyte are refused at once', () => {
    expect(survives(`v=0\r\n${'a=x\r\n'.repeat(200_000)}`)).toBe(false);
    expect(survives(`v=0\r\na=${'x'.repeat(1_000_000)}\r\n`)).toBe(false);
  });
});
