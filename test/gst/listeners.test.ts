import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usageOf, usageReturnsTo } from '../support/process-usage.js';
import { type Joined, Program } from '../support/program.js';
import { gapsIn } from '../support/receiver.js';

const CROWD = 10;

let program: Program;
let witness: Joined;
beforeAll(async () => {
  program = await Program.start({ args: ['--source', 'test-tone'] });
  witness = await program.join();
});
afterAll(async () => {
  await witness.receiver.close();
  await program.stop();
});

async function enginePid(): Promise<number> {
  return (await program.status()).engine.pid ?? 0;
}

/** Everybody joins at once, hears something, and leaves. */
async function crowdVisits(): Promise<void> {
  const crowd = await Promise.all(Array.from({ length: CROWD }, () => program.join()));
  const heard = await Promise.all(crowd.map(({ receiver }) => receiver.next(10)));
  for (const packets of heard) expect(gapsIn(packets)).toEqual([]);
  await Promise.all(crowd.map(({ answer }) => program.leave(answer)));
  await Promise.all(crowd.map(({ receiver }) => receiver.close()));
  await program.statusWhere(({ listeners }) => listeners.length === 1);
}

describe('ten listeners', () => {
  it('join, leave and join again: all hear, nobody else hears a gap, and nothing of them stays', async () => {
    await witness.receiver.next(1);
    const from = witness.receiver.packets.length;
    await crowdVisits(); // libraries keep some threads and descriptors of a first crowd for the next one
    const pid = await enginePid();
    const base = await usageReturnsTo(pid, { descriptors: 0, threads: 0, rss: 0 }, 0, 3000);
    await crowdVisits();
    await crowdVisits();

    const now = await usageReturnsTo(pid, base, 2);
    expect(now.descriptors).toBeLessThanOrEqual(base.descriptors + 2);
    expect(now.threads).toBeLessThanOrEqual(base.threads + 2);
    expect(gapsIn(witness.receiver.packets.slice(from))).toEqual([]);
  });

  it('cost descriptors while they listen, so that the measure above can see them', async () => {
    const pid = await enginePid();
    const before = await usageOf(pid);
    const { receiver, answer } = await program.join();
    await receiver.next(1);
    expect((await usageOf(pid)).descriptors).toBeGreaterThan(before.descriptors);
    await program.leave(answer);
    await receiver.close();
  });
});

describe('a listener whose certificate is not the one of its offer', () => {
  it('gets no packet, and is gone', async () => {
    const stranger = await program.join({
      editOffer: (sdp) => sdp.replace(/(a=fingerprint:sha-256 )\S+/g, `$1${Array(32).fill('AB').join(':')}`),
    });
    await program.statusWhere(({ listeners }) => listeners.length === 1);
    expect(stranger.receiver.packets).toHaveLength(0);
    await stranger.receiver.close();
  });
});

describe('offers that cannot be answered', () => {
  const good = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
    'a=setup:actpass',
    'a=rtpmap:111 opus/48000/2',
    '',
  ].join('\r\n');

  it.each([
    ['garbage', 'hello, is this thing on?'],
    ['nothing', ''],
    ['a megabyte', 'a=x\r\n'.repeat(200_000)],
    ['video only', good.replace('m=audio', 'm=video').replace('opus/48000/2', 'VP8/90000')],
    ['sendonly', good.replace('a=recvonly', 'a=sendonly')],
    ['no codec of ours', good.replace('opus/48000/2', 'speex/16000')],
  ])('%s is refused with a problem in words, and nobody else notices', async (_, sdp) => {
    const from = witness.receiver.packets.length;
    const response = await program.post(sdp);
    const problem = (await response.json()) as { code: string; detail: string };
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.detail).not.toBe('');

    await witness.receiver.next(10);
    expect(gapsIn(witness.receiver.packets.slice(from))).toEqual([]);
  });

  it('the same offer without a fault is answered', async () => {
    const response = await program.post(good);
    expect(response.status).toBe(200);
    const { id } = (await response.json()) as { id: string };
    await fetch(`${program.url}/offer/${id}`, { method: 'DELETE' });
  });
});
