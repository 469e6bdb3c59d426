import { afterAll, beforeAll, expect, it } from 'vitest';
import { Program } from '../support/program.js';
import { decode } from '../support/receiver.js';
import { dominantFrequency } from '../support/spectrum.js';

let program: Program;
beforeAll(async () => {
  program = await Program.start({ args: ['--source', 'left-right'] });
});
afterAll(() => program.stop());

it('left-right arrives as 440 Hz left and 880 Hz right', async () => {
  const { receiver } = await program.join();
  const packets = await receiver.next(60);
  await receiver.close();
  const { left, right } = await decode(packets, 'opus');
  expect(Math.abs(dominantFrequency(left, 48_000) - 440)).toBeLessThan(4.4);
  expect(Math.abs(dominantFrequency(right, 48_000) - 880)).toBeLessThan(8.8);
});
