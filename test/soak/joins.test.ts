/** A thousand visitors, polite and impolite: what is left of them? */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtFile } from '../support/built-file.js';
import { DistantListener } from '../support/distant-listener.js';
import { anOffer } from '../support/offers.js';
import { type Usage, usageOf } from '../support/process-usage.js';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';

const VISITORS = 1000;
/** After so many, libraries and V8 have what they keep. */
const WARM = 100;
const CROWD = 10;
/** No next crowd comes while so many of former ones are not missed yet. */
const LINGERING = 12;
/** More than this is a leak. */
const TOLERANCE = 1.05;
/** An encoder's grace after its last listener, and some more. */
const SETTLE_MS = 15_000;

/** V8 collects late where it has room, which looks like a leak: so give it none, and let it be told to collect. */
const SMALL_HEAP = {
  NODE_OPTIONS: `--max-old-space-size=32 --max-semi-space-size=1 --expose-gc --import=${builtFile('test/support/collect-on-signal.mjs')}`,
};

let pulse: PulseServer;
let program: Program;
beforeAll(async () => {
  pulse = await PulseServer.start();
  await pulse.loadNullSink('speakers');
  program = await Program.start({
    env: { ...pulse.env, ...SMALL_HEAP },
    // All visitors are of one address here, and hurry.
    args: [
      ...['--source', 'system', '--liveness-timeout', '15'],
      ...['--max-listeners', '100', '--max-listeners-per-address', '100'],
      ...['--max-pending', '100', '--max-offers', '200', '--max-offers-per-address', '200'],
    ],
  });
});
afterAll(async () => {
  await program.stop();
  await pulse.close();
});

async function visitsPolitely(): Promise<void> {
  const { receiver, answer } = await program.join();
  await receiver.next(3, 60_000);
  await program.leave(answer);
  await receiver.close();
}

/** Closes without a word: DTLS tells. */
async function leavesRudely(): Promise<void> {
  const { receiver } = await program.join();
  await receiver.next(3, 60_000);
  await receiver.close();
}

/** Sends an offer and nothing more. */
async function stalls(): Promise<void> {
  expect((await program.post(anOffer({}))).status).toBe(200);
}

async function isKilled(): Promise<void> {
  const listener = await DistantListener.join(program.url);
  await listener.kill();
}

async function swapSource(name: string): Promise<void> {
  const response = await fetch(`${program.url}/api/source`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(200);
}

async function crowdVisits(round: number): Promise<void> {
  // Memory follows the largest crowd: the first hundred have to see it, too.
  await program.statusWhere(({ listeners }) => listeners.length < LINGERING, 60_000);
  const others = [leavesRudely(), stalls(), round % 5 === 0 ? isKilled() : visitsPolitely()];
  const crowd = Array.from({ length: CROWD - others.length }, () => visitsPolitely());
  await Promise.all([...others, ...crowd, swapSource(round % 2 === 0 ? 'system' : 'test-tone')]);
}

/** What server and engine hold when everybody is gone: the least of some looks, as V8 collects when it likes. */
async function left(): Promise<Record<'server' | 'engine', Usage>> {
  const { engine } = await program.statusWhere(({ listeners }) => listeners.length === 0, 60_000);
  const pids = [program.pid, engine.pid ?? 0];
  const ends = performance.now() + SETTLE_MS;
  let least = { server: await usageOf(program.pid), engine: await usageOf(engine.pid ?? 0) };
  while (performance.now() < ends) {
    for (const pid of pids) process.kill(pid, 'SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, 500));
    least = {
      server: lesser(least.server, await usageOf(program.pid)),
      engine: lesser(least.engine, await usageOf(engine.pid ?? 0)),
    };
  }
  return least;
}

function lesser(one: Usage, other: Usage): Usage {
  return {
    descriptors: Math.min(one.descriptors, other.descriptors),
    threads: Math.min(one.threads, other.threads),
    rss: Math.min(one.rss, other.rss),
  };
}

function describeUsage({ descriptors, threads, rss }: Usage): string {
  return `${descriptors} descriptors, ${threads} threads, ${Math.round(rss / 1024)} MiB`;
}

it(`${VISITORS} joins and leaves, with stalls, kills and swaps of the source, leave nothing behind`, async () => {
  let base: Awaited<ReturnType<typeof left>> | undefined;
  let now = base;
  const pid = (await program.status()).engine.pid;
  for (let visitors = CROWD; visitors <= VISITORS; visitors += CROWD) {
    await crowdVisits(visitors / CROWD);
    if (visitors !== WARM && visitors % 300 !== WARM) continue;
    now = await left();
    base ??= now;
    console.log(
      `after ${visitors} visitors: server ${describeUsage(now.server)}; engine ${describeUsage(now.engine)}`,
    );
  }
  if (!base || !now) throw new Error('nothing was measured');
  for (const process of ['server', 'engine'] as const) {
    for (const kind of ['descriptors', 'threads', 'rss'] as const) {
      expect(now[process][kind], `${kind} of the ${process}`).toBeLessThanOrEqual(
        base[process][kind] * TOLERANCE,
      );
    }
  }
  const status = await program.status();
  expect(status.listeners).toEqual([]);
  expect(status.engine).toMatchObject({ pid, restarts: 0 });
}, 3_600_000);
