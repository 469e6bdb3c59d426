/**
 * 20,000 mutated offers against the negotiation, and some hundred of those that it takes against a real engine.
 * EARSHOT_FUZZ_SEED repeats a run.
 */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferAnswer } from '../../src/api.js';
import { keptAtHome } from '../support/kept-at-home.js';
import { mutatedOffer } from '../support/mutated-offer.js';
import { negotiated, timeToDecide } from '../support/negotiated.js';
import { type Joined, Program } from '../support/program.js';
import { gapsIn } from '../support/receiver.js';

const RUNS = 20_000;
/** Every so many-th offer that is accepted goes to the engine. */
const SAMPLE = 20;
/** What one offer may cost, ms. */
const LIMIT = 5;
const MINUTES = 60_000;

const seed = Number(process.env.EARSHOT_FUZZ_SEED ?? Date.now() % 2 ** 31);
const sample: string[] = [];

describe(`hostile offers, seed ${seed}`, () => {
  it(
    `${RUNS} of them get a safe plan or a refusal, each in less than ${LIMIT} ms`,
    () => {
      const times: number[] = [];
      let accepted = 0;
      fc.assert(
        fc.property(mutatedOffer, (offer) => {
          const time = timeToDecide(offer, LIMIT);
          times.push(time);
          expect(time).toBeLessThan(LIMIT);
          if (!negotiated(offer)) return;
          accepted += 1;
          if (accepted % SAMPLE === 0) sample.push(offer);
        }),
        { numRuns: RUNS, seed },
      );
      times.sort((a, b) => a - b);
      const at = (share: number) => `${times[Math.floor((times.length - 1) * share)]?.toFixed(2) ?? '?'} ms`;
      console.log(
        `seed ${seed}: ${accepted} of ${RUNS} accepted; half took less than ${at(0.5)}, 99 % ${at(0.99)}, all ${at(1)}`,
      );
      expect(accepted).toBeGreaterThan(RUNS / 4);
    },
    10 * MINUTES,
  );

  describe('that are accepted', () => {
    let program: Program;
    let listener: Joined;

    beforeAll(async () => {
      program = await Program.start({
        args: ['--source', 'test-tone', '--max-listeners', '64', '--handshake-timeout', '2'],
      });
      listener = await program.join();
      await listener.receiver.waitForConnection();
    });
    afterAll(async () => {
      await listener.receiver.close();
      await program.stop();
    });

    it(
      'neither end the engine nor take a packet from who listens',
      async () => {
        const { engine } = await program.status();
        const before = listener.receiver.packets.length;
        const offers = sample.flatMap((offer) => keptAtHome(offer) ?? []);
        for (const [index, offer] of offers.entries()) {
          const answer = await answerTo(program, offer);
          // The others are left to the time limit of the handshake.
          if (index % 2 === 0) await program.leave(answer);
        }
        console.log(`seed ${seed}: ${offers.length} offers answered by the engine`);
        expect(offers.length).toBeGreaterThan(200);

        const { listeners, engine: after } = await program.statusWhere(
          (status) => status.listeners.length === 1,
        );
        expect(after).toEqual(engine);
        expect(listeners[0]?.state).toBe('connected');
        await listener.receiver.next(50);
        expect(gapsIn(listener.receiver.packets.slice(before))).toEqual([]);
      },
      10 * MINUTES,
    );
  });
});

/** A refusal for the moment is waited out. */
async function answerTo(program: Program, offer: string): Promise<OfferAnswer> {
  for (;;) {
    const response = await program.post(offer);
    if (response.status === 200) return (await response.json()) as OfferAnswer;
    const wait = Number(response.headers.get('retry-after'));
    const text = await response.text();
    if (wait === 0 || ![429, 503].includes(response.status))
      throw new Error(`${text}\nto\n${JSON.stringify(offer)}`);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}
