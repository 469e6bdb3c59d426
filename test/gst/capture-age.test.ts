/** What the answer says of the timestamps, against the packets that come. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureAge } from '../../client/src/core/capture-age.js';
import type { CodecName, ServerClock } from '../../src/api.js';
import { Program } from '../support/program.js';

const ALL: CodecName[] = ['opus', 'g722', 'pcmu', 'pcma'];

let program: Program;
beforeAll(async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
});
afterAll(() => program.stop());

async function serverNow(): Promise<number> {
  return ((await (await fetch(`${program.url}/api/clock`)).json()) as ServerClock).now;
}

describe.each(ALL)('packets of %s', (codec) => {
  it('are as old as their sound is long, and a little', async () => {
    const { receiver, answer } = await program.join({ codecs: [codec] });
    const packets = await receiver.next(50);
    await receiver.close();
    const { captured, applied } = answer;
    const age = new CaptureAge(serverNow, () => performance.now());
    for (let i = 0; i < 5; i += 1) await age.compare();
    const ages = packets.map(({ at, timestamp }) =>
      age.of({ timestamp: at, rtpTimestamp: timestamp }, captured, applied.clockRate),
    );
    const youngest = Math.min(...ages.map((each) => each ?? NaN));
    // It is filled for so long; then the machine may be busy.
    expect(youngest, ages.join()).toBeGreaterThan(applied.ptime - 2);
    expect(youngest).toBeLessThan(applied.ptime + 60);
  });
});
