import { expect, it, onTestFinished } from 'vitest';
import { type Joined, Program } from '../support/program.js';
import type { ReceivedPacket } from '../support/receiver.js';

/** RTP time from one packet to the next. */
function steps(packets: ReceivedPacket[]): number[] {
  return packets.slice(1).map(({ timestamp }, i) => (timestamp - (packets[i]?.timestamp ?? 0)) >>> 0);
}

it('who listens loses nothing when others join with other wishes', async () => {
  const program = await Program.start({ args: ['--source', 'test-tone', '--no-opus-usedtx'] });
  onTestFinished(async () => void (await program.stop()));
  const join = async (fmtp: string): Promise<Joined> => {
    const joined = await program.join({ fmtp });
    onTestFinished(() => joined.receiver.close());
    return joined;
  };
  const listeners = [await join('minptime=10')];
  for (const bitrate of [64_000, 32_000]) {
    listeners.push(await join(`minptime=10;maxaveragebitrate=${String(bitrate)}`));
    for (const { receiver } of listeners)
      expect(new Set(steps(await receiver.next(100)))).toEqual(new Set([960]));
  }
});
