import { expect, it, onTestFinished } from 'vitest';
import type { CodecName, DefaultsRequest } from '../../src/api.js';
import { offerFile } from '../support/offers.js';
import { type Joined, Program } from '../support/program.js';
import { payloadBitrate } from '../support/receiver.js';

/** What noise really takes on the wire, bps. */
async function wireRate({ receiver, answer: { applied } }: Joined): Promise<number> {
  // The encoder's rate control settles within the first packets.
  await receiver.next(25);
  return payloadBitrate(await receiver.next(100), applied.clockRate);
}

it('PATCH /api/defaults is what the next listener is told and sent, and leaves the others as they are', async () => {
  const program = await Program.start({ args: ['--source', 'noise', '--opus-cbr'] });
  onTestFinished(async () => void (await program.stop()));
  const join = async (codecs: CodecName[] = ['opus']): Promise<Joined> => {
    const joined = await program.join({ codecs });
    onTestFinished(() => joined.receiver.close());
    return joined;
  };
  const patch = async (body: DefaultsRequest) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'PATCH', headers, body: JSON.stringify(body) };
    return (await fetch(`${program.url}/api/defaults`, init)).status;
  };
  const first = await join();
  expect(first.answer.applied).toMatchObject({ codec: 'opus', bitrate: 96_000 });

  expect(await patch({ 'audio-bitrate': 32_000 })).toBe(200);
  const second = await join();
  expect(second.answer.applied).toMatchObject({ codec: 'opus', bitrate: 32_000 });
  // It takes more than that: nobody gets it while so little is allowed, not even who has nothing else.
  expect((await program.post(offerFile('chromium-g722'))).status).toBe(422);
  expect(await patch({ 'preferred-codec': 'g722' })).toBe(422);
  expect(await patch({ 'preferred-codec': 'g722', 'audio-bitrate': 64_000 })).toBe(200);
  const third = await join(['opus', 'g722']);
  expect(third.answer.applied).toMatchObject({ codec: 'g722', bitrate: 64_000 });

  for (const [joined, wished] of [
    [first, 96_000],
    [second, 32_000],
    [third, 64_000],
  ] as const) {
    const rate = await wireRate(joined);
    expect(Math.abs(rate - wished), `${rate} bps instead of ${wished}`).toBeLessThanOrEqual(wished / 10);
  }
});
