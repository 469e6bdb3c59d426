import { describe, expect, it } from 'vitest';
import type { SourceRequest } from '../../src/api.js';
import { Listening, OTHER, SECOND, TONE } from '../support/listening.js';
import { type Usage, usageOf } from '../support/process-usage.js';
import type { Program } from '../support/program.js';
import { lostPackets, type Receiver } from '../support/receiver.js';
import { soundServers } from '../support/sound-servers.js';

const LISTENERS = 10;
const DURATION_MS = 120_000;
/** Everything that happens is run through once before anything is counted. */
const WARM_UP_ROUNDS = 2;
/** What may come and go by itself between two readings. */
const TOLERANCE: Usage = { descriptors: 4, threads: 4, rss: 16_000 };

describe.each(soundServers())('two minutes of swaps and failures on %s', (name, start) => {
  const listening = Listening.inEachTest(start);

  it(
    `leave ${String(LISTENERS)} listeners connected, and descriptors, threads and memory level`,
    async () => {
      await listening.furnish();
      listening.play('speakers', TONE);
      listening.play('headphones', OTHER);
      const { program, receiver } = await listening.listen();
      const receivers = [receiver];
      while (receivers.length < LISTENERS) {
        const joined = await program.join();
        listening.ends(() => joined.receiver.close());
        receivers.push(joined.receiver);
      }
      const { engine, listeners } = await program.status();
      const pid = engine.pid ?? 0;

      for (let i = 0; i < WARM_UP_ROUNDS; i += 1) await round(listening, program, receiver);
      const readings = [{ at: 0, ...(await usageOf(pid)) }];
      const begun = performance.now();
      let rounds = 0;
      while (performance.now() - begun < DURATION_MS) {
        await round(listening, program, receiver);
        rounds += 1;
        readings.push({ at: Math.round((performance.now() - begun) / 1000), ...(await usageOf(pid)) });
      }

      console.log(table(name, rounds, readings));
      const [base, last] = [readings[0], readings.at(-1)];
      if (!base || !last) throw new Error('nothing was read');
      expect(last.descriptors).toBeLessThanOrEqual(base.descriptors + TOLERANCE.descriptors);
      expect(last.threads).toBeLessThanOrEqual(base.threads + TOLERANCE.threads);
      expect(last.rss).toBeLessThanOrEqual(base.rss + TOLERANCE.rss);
      const after = await program.status();
      expect(after.engine).toEqual(engine);
      expect(after.listeners.map(({ id }) => id)).toEqual(listeners.map(({ id }) => id));
      for (const { packets } of receivers) expect(lostPackets(packets)).toBe(0);
    },
    DURATION_MS * 4,
  );
});

/** Swaps, an unplugged output, a server that dies, and a source that never comes; ends where it began. */
async function round(listening: Listening, program: Program, receiver: Receiver): Promise<void> {
  const { server } = listening;
  for (const device of ['headphones.monitor', 'speakers.monitor']) {
    await choose(program, { name: 'system', parameters: { device } }, 'running');
    await choose(program, { name: 'left-right' }, 'running');
  }
  await choose(program, { name: 'file', parameters: { location: '/nonexistent' } }, 'waiting');
  const spare = await server.loadNullSink('spare');
  await choose(program, { name: 'system', parameters: { device: 'spare.monitor' } }, 'running', 'silent');
  await server.unload(spare);
  await listening.isIn(program, 'waiting');
  await choose(program, { name: 'system' }, 'running');

  await server.killDaemons();
  await listening.isIn(program, 'waiting');
  await server.startDaemons();
  await listening.furnish();
  listening.play('speakers', TONE);
  listening.play('headphones', OTHER);
  await listening.isIn(program, 'running');
  // Removed elements are collected, and what is left of them ends.
  await receiver.next(2 * SECOND);
}

async function choose(program: Program, request: SourceRequest, ...states: string[]): Promise<void> {
  const wish = JSON.stringify(request);
  // A device is known to the list of devices shortly after it is there.
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(`${program.url}/api/source`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: wish,
    });
    if (response.ok) break;
    if (tries === 20) throw new Error(`${wish}: ${await response.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await program.statusWhere(({ source }) => source.name === request.name && states.includes(source.state));
}

function table(name: string, rounds: number, readings: (Usage & { at: number })[]): string {
  const lines = readings.map(({ at, descriptors, threads, rss }) =>
    [at, descriptors, threads, (rss / 1024).toFixed(1)].map((value) => String(value).padStart(11)).join(' '),
  );
  const head = ['seconds', 'descriptors', 'threads', 'RSS, MiB'].map((title) => title.padStart(11)).join(' ');
  return [`The engine on ${name}, ${String(rounds)} rounds:`, head, ...lines].join('\n');
}
