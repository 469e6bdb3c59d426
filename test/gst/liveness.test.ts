import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DistantListener } from '../support/distant-listener.js';
import { usageReturnsTo } from '../support/process-usage.js';
import { type Joined, Program } from '../support/program.js';
import { gapsIn } from '../support/receiver.js';

/** The shortest there may be. */
const LIMIT_S = 15;
/** Unless configured: longer than GStreamer itself remembers who is silent. */
const DEFAULT_LIMIT_S = 30;

/** So many, that some are forgotten by GStreamer before and some after they are missed. */
const CROWD = 8;

/** Another program, whose listeners left without a word before the tests began. */
let patient: Program;
/** How long each of them took to be ended, ms. */
const patience: Promise<number>[] = [];
let program: Program;
let witness: Joined;
beforeAll(async () => {
  patient = await Program.start({ args: ['--source', 'silence', '--no-opus-usedtx'] });
  for (let i = 0; i < CROWD; i += 1) {
    const { receiver } = await patient.join();
    await receiver.next(35);
    const { listeners } = await patient.status();
    const id = listeners.at(-1)?.id;
    await receiver.close();
    const left = performance.now();
    patience.push(
      patient
        .statusWhere((status) => status.listeners.every((listener) => listener.id !== id), 70_000)
        .then(() => performance.now() - left),
    );
  }
}, 30_000);
afterAll(() => patient.stop());
beforeAll(async () => {
  program = await Program.start({ args: ['--source', 'silence', '--liveness-timeout', String(LIMIT_S)] });
  witness = await program.join();
  await witness.receiver.next(1);
});
afterAll(async () => {
  await witness.receiver.close();
  await program.stop();
});

async function distant(): Promise<DistantListener> {
  const listener = await DistantListener.join(program.url);
  onTestFinished(() => listener.kill());
  return listener;
}

it('loss, jitter, round trip, packets and bytes stand in the status', async () => {
  const { listeners } = await program.statusWhere(
    (status) => status.listeners[0]?.stats?.roundTripMs !== undefined,
    20_000,
  );
  const [{ stats } = { stats: undefined }] = listeners;
  expect(stats).toMatchObject({ packetsLost: 0, fractionLost: 0 });
  expect(stats?.packetsSent).toBeGreaterThan(0);
  expect(stats?.bytesSent).toBeGreaterThan(0);
  expect(stats?.jitterMs).toBeLessThan(100);
  expect(stats?.roundTripMs).toBeLessThan(500);
});

it('is also told of a listener behind a relay, which GStreamer before 1.28 would crash over', async () => {
  const { engine } = await program.status();
  const { receiver, answer } = await program.join({
    editOffer: (sdp) => sdp.replaceAll('typ host', 'typ relay'),
  });
  await program.statusWhere(({ listeners }) => listeners[1]?.stats !== undefined, 20_000);
  expect((await program.status()).engine).toEqual(engine);
  await program.leave(answer);
  await receiver.close();
});

describe('a listener that', () => {
  it.each([
    ['freezes', (listener: DistantListener) => listener.freeze()],
    ['is killed', (listener: DistantListener) => listener.kill()],
  ])(
    '%s is ended within the limit, and nothing of it is left, while one that is silent stays',
    async (_, vanish) => {
      const pid = (await program.status()).engine.pid ?? 0;
      // What the libraries keep of a first visitor is no leak.
      await (await distant()).kill();
      await program.statusWhere(({ listeners }) => listeners.length === 1, LIMIT_S * 1000 + 5000);
      const base = await usageReturnsTo(pid, { descriptors: 0, threads: 0, rss: 0 }, 0, 2000);

      const listener = await distant();
      await program.statusWhere(({ listeners }) => listeners.length === 2);
      const from = witness.receiver.packets.length;
      const vanished = performance.now();
      await Promise.resolve(vanish(listener));
      await program.statusWhere(({ listeners }) => listeners.length === 1, LIMIT_S * 1000 + 1000);
      expect(performance.now() - vanished).toBeLessThan(LIMIT_S * 1000 + 300);

      const now = await usageReturnsTo(pid, base, 1);
      expect(now.descriptors).toBeLessThanOrEqual(base.descriptors + 1);
      expect(now.threads).toBeLessThanOrEqual(base.threads + 1);
      expect(program.output.join('\n')).toContain('"reason":"vanished"');
      await witness.receiver.next(2);
      expect(gapsIn(witness.receiver.packets.slice(from))).toEqual([]);
      expect(witness.receiver.connectionState).toBe('connected');
    },
  );
});

it('who vanishes is ended within 30 s by default, whenever it was', async () => {
  expect(Math.max(...(await Promise.all(patience)))).toBeLessThan(DEFAULT_LIMIT_S * 1000 + 300);
}, 80_000);
