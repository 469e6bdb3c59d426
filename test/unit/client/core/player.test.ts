import type { Status } from '../../../../src/api.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Player, type PlayerView } from '../../../../client/src/core/player.js';
import { noWishes } from '../../../../client/src/core/offer-wishes.js';
import { Server } from '../../../../client/src/core/server.js';
import { FakeEarshot, problem } from '../../../support/fake-earshot.js';
import { browserOffer, fakeCodecs, FakePeerConnection } from '../../../support/fake-peer-connection.js';
import { stubApplied } from '../../../support/stub-applied.js';

let earshot: FakeEarshot;
let peers: FakePeerConnection[];
let views: PlayerView[];
let player: Player;
/** Prepares each peer connection before the player uses it. */
let prepare: (peer: FakePeerConnection) => void;
/** The largest number of peer connections that were open at once. */
let mostPeers: number;

beforeEach(() => {
  vi.useFakeTimers();
  earshot = new FakeEarshot();
  peers = [];
  views = [];
  prepare = () => undefined;
  mostPeers = 0;
  const createPeer = () => {
    const peer = new FakePeerConnection();
    prepare(peer);
    peers.push(peer);
    mostPeers = Math.max(mostPeers, peers.filter(({ closed }) => !closed).length);
    return peer as unknown as RTCPeerConnection;
  };
  player = new Player({
    server: new Server('http://listen.example/', earshot.fetch),
    browser: { createPeer, codecs: () => fakeCodecs },
    random: () => 1,
    onChange: (view) => views.push(view),
  });
});

afterEach(async () => {
  const stopped = player.stop();
  await vi.advanceTimersByTimeAsync(1000);
  await stopped;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** States without repetition. */
function states(): string[] {
  return views.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
}

/** ms between one offer and the next. */
function gaps(): number[] {
  return earshot.offers.slice(1).map(({ at }, index) => Math.round(at - (earshot.offers[index]?.at ?? 0)));
}

async function play(ms = 100): Promise<FakePeerConnection> {
  player.start();
  await pass(ms);
  expect(player.view.state).toBe('playing');
  return latest();
}

function latest(): FakePeerConnection {
  const peer = peers.at(-1);
  if (!peer) throw new Error('no peer connection was made');
  return peer;
}

describe('connecting', () => {
  it('goes from idle over connecting to playing, and shows what was applied', async () => {
    expect(player.view.state).toBe('idle');
    const peer = await play();
    expect(states()).toEqual(['connecting', 'playing']);
    expect(player.view).toMatchObject({ applied: stubApplied, asksForStereo: true, trouble: null });
    expect(player.view.track?.kind).toBe('audio');
    expect(player.view.status?.source.title).toBe('Test tone');
    expect(peer.directions).toEqual(['recvonly']);
  });

  it('asks for stereo', async () => {
    await play();
    expect(earshot.offers[0]?.sdp).toContain('a=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n');
  });

  it('falls back to the plain offer where the browser refuses the edited one', async () => {
    prepare = (peer) => (peer.refusesEditedOffer = true);
    await play();
    expect(earshot.offers[0]?.sdp).toBe(browserOffer);
    expect(player.view.asksForStereo).toBe(false);
  });

  it('waits for candidates 200 ms and no longer', async () => {
    prepare = (peer) => (peer.gathers = false);
    player.start();
    await pass(199);
    expect(earshot.offers).toHaveLength(0);
    await pass(1);
    expect(earshot.offers).toHaveLength(1);
  });

  it('sends the offer at once when the candidates are complete', async () => {
    prepare = (peer) => (peer.gathers = false);
    player.start();
    await pass(50);
    latest().iceGatheringState = 'complete';
    latest().dispatchEvent(new Event('icegatheringstatechange'));
    await pass(0);
    expect(earshot.offers).toHaveLength(1);
  });

  it('does nothing when started twice', async () => {
    player.start();
    player.start();
    await pass(100);
    player.start();
    await pass(100);
    expect(peers).toHaveLength(1);
  });

  it('says so where the browser has no WebRTC', () => {
    prepare = () => {
      throw new ReferenceError('RTCPeerConnection is not defined');
    };
    player.start();
    expect(player.view).toMatchObject({ state: 'failed', trouble: { code: 'no-webrtc' } });
  });

  it('says that no path was found, and tries again, when nothing connects in 10 s', async () => {
    prepare = (peer) => (peer.connects = false);
    player.start();
    await pass(9999);
    expect(player.view.state).toBe('connecting');
    await pass(1);
    expect(player.view).toMatchObject({ state: 'reconnecting', trouble: { code: 'no-transport' } });
    expect(earshot.deleted).toEqual(['s1']);
  });

  it('ends the session whose answer the browser rejects', async () => {
    prepare = (peer) => (peer.refusesAnswer = true);
    player.start();
    await pass(10);
    expect(player.view.trouble?.code).toBe('bad-answer');
    expect(earshot.deleted).toEqual(['s1']);
  });
});

describe('failures', () => {
  it('tries again with growing pauses, 5 s at most, until it plays', async () => {
    earshot.reply = () => problem(500, 'internal');
    player.start();
    await pass(30_000);
    expect(gaps().slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    expect(player.view).toMatchObject({ state: 'reconnecting', retryInMs: 5000 });
    earshot.reply = null;
    await pass(5000);
    expect(player.view.state).toBe('playing');
  });

  it('tries again where the server cannot be reached, without asking for its status meanwhile', async () => {
    earshot.down = true;
    player.start();
    await pass(10_000);
    expect(player.view).toMatchObject({ state: 'reconnecting', trouble: { code: 'unreachable' } });
    expect(earshot.statusRequests).toBeLessThan(10);
    earshot.down = false;
    await pass(5000);
    expect(player.view.state).toBe('playing');
  });

  it('waits as long as Retry-After says', async () => {
    earshot.reply = () => problem(503, 'too-many-listeners', { 'retry-after': '7' });
    player.start();
    await pass(20_000);
    expect(gaps()).toEqual([7000, 7000]);
  });

  it('does not shorten Retry-After when the page wakes', async () => {
    earshot.reply = () => problem(503, 'too-many-listeners', { 'retry-after': '7' });
    player.start();
    await pass(1000);
    player.wake();
    await pass(5000);
    expect(earshot.offers).toHaveLength(1);
  });

  it.each([
    [400, 'invalid-sdp'],
    [403, 'cross-origin'],
    [422, 'no-common-codec'],
  ])('stops at a %d with the words of the problem', async (status, code) => {
    earshot.reply = () => problem(status, code);
    player.start();
    await pass(60_000);
    expect(player.view).toMatchObject({
      state: 'failed',
      trouble: { code, title: `Title of ${code}`, message: `Detail of ${code}.` },
    });
    expect(earshot.offers).toHaveLength(1);
    const asked = earshot.statusRequests;
    await pass(60_000);
    expect(earshot.statusRequests).toBe(asked);
  });

  it.each([408, 429])('tries again after a %d', async (status) => {
    earshot.reply = () => problem(status, 'busy');
    player.start();
    await pass(300);
    expect(earshot.offers).toHaveLength(2);
  });

  it('starts anew after a failure when somebody asks', async () => {
    earshot.reply = () => problem(422, 'no-common-codec');
    player.start();
    await pass(10);
    earshot.reply = null;
    await play();
  });
});

describe('stopping', () => {
  it('closes the connection at once and ends the session on the server', async () => {
    const peer = await play();
    const stopped = player.stop();
    expect(peer.closed).toBe(true);
    expect(player.view).toMatchObject({ state: 'idle', track: null, applied: null });
    await stopped;
    expect(earshot.deleted).toEqual(['s1']);
  });

  it('means stop: nothing brings it back but start', async () => {
    await play();
    await player.stop();
    player.wake();
    player.resume();
    const asked = earshot.statusRequests;
    await pass(60_000);
    expect(earshot.offers).toHaveLength(1);
    expect(earshot.statusRequests).toBe(asked);
    await play();
    expect(earshot.offers).toHaveLength(2);
  });

  it('ends the waiting for another try', async () => {
    earshot.reply = () => problem(503, 'too-many-listeners', { 'retry-after': '2' });
    player.start();
    await pass(10);
    await player.stop();
    await pass(10_000);
    expect(earshot.offers).toHaveLength(1);
  });

  it('leaves nothing behind when stopped in the same breath', async () => {
    player.start();
    await player.stop();
    await pass(1000);
    expect(states()).toEqual(['connecting', 'idle']);
    expect(earshot.offers).toHaveLength(0);
  });

  it('shows no track of an answer that is applied while it stops', async () => {
    prepare = (peer) => (peer.appliesIn = 50);
    player.start();
    await pass(20);
    await player.stop();
    await pass(100);
    expect(player.view).toMatchObject({ state: 'idle', track: null });
    expect(earshot.deleted).toEqual(['s1']);
  });

  it('sends no offer when stopped while candidates are gathered', async () => {
    prepare = (peer) => (peer.gathers = false);
    player.start();
    await pass(100);
    await player.stop();
    await pass(1000);
    expect(earshot.offers).toHaveLength(0);
  });

  it('ends the session of an answer that comes too late', async () => {
    const held = holdAnswers();
    player.start();
    await pass(10);
    const stopped = player.stop();
    expect(earshot.deleted).toEqual([]);
    held[0]?.();
    await stopped;
    expect(earshot.deleted).toEqual(['s1']);
    expect(latest().remoteDescription).toBeNull();
    expect(player.view.state).toBe('idle');
  });
});

describe('one session only', () => {
  it('waits for the end of the former session before it opens the next', async () => {
    const held = holdAnswers();
    player.start();
    await pass(10);
    void player.stop();
    player.start();
    await pass(500);
    expect(earshot.offers).toHaveLength(1);
    held[0]?.();
    earshot.reply = null;
    await pass(100);
    expect(player.view.state).toBe('playing');
    expect(earshot.deleted).toEqual(['s1']);
    expect([...earshot.open]).toEqual(['s2']);
    expect(earshot.most).toBe(1);
    expect(mostPeers).toBe(1);
  });

  it('does not wait longer than a second, and ignores what the former session still gets', async () => {
    const held = holdAnswers();
    player.start();
    await pass(10);
    void player.stop();
    player.start();
    await pass(1000);
    expect(earshot.offers).toHaveLength(2);
    held[1]?.();
    await pass(100);
    expect(player.view.state).toBe('playing');
    held[0]?.();
    await pass(100);
    expect(player.view.state).toBe('playing');
    expect([...earshot.open]).toEqual(['s2']);
  });

  it('keeps to it through a storm of clicks, failures and wake-ups', async () => {
    prepare = (peer) => (peer.connects = peers.length % 3 !== 1);
    for (let round = 0; round < 40; round++) {
      player.start();
      await pass((round * 37) % 120);
      if (round % 4 === 0) void player.stop();
      if (round % 5 === 0) latest().turn('failed');
      player.wake();
    }
    expect(earshot.most).toBe(1);
    expect(mostPeers).toBe(1);
  });
});

describe('losing the sound', () => {
  it.each([3000, 3400, 3800, 4200, 4600])('notices a killed engine within 0.6 s (at %d ms)', async (time) => {
    const peer = await play(time);
    peer.pace(null);
    earshot.loseEngine();
    await pass(600);
    expect(player.view).toMatchObject({ state: 'reconnecting', trouble: { code: 'engine-unavailable' } });
    expect(peer.closed).toBe(true);
  });

  it.each([100, 900, 1500, 2300, 6100])(
    'plays again 0.2 s after an engine that took %d ms to return, or 0.8 s after it was killed',
    async (absence) => {
      (await play(3050)).pace(null);
      earshot.loseEngine();
      setTimeout(() => earshot.restartEngine(), absence);
      await pass(Math.max(absence + 200, 800));
      expect(player.view.state).toBe('playing');
      expect([...earshot.open]).toHaveLength(1);
      expect(earshot.deleted).toEqual([]);
      expect(states()).toEqual(['connecting', 'playing', 'reconnecting', 'playing']);
    },
  );

  it('sends an engine that is away no more offers than Retry-After allows', async () => {
    (await play(3050)).pace(null);
    earshot.loseEngine();
    await pass(3300);
    expect(earshot.offers).toHaveLength(1);
    await pass(10_000);
    expect(Math.min(...gaps().slice(1))).toBeGreaterThanOrEqual(1000);
  });

  it('does not take the word of a status that calls an engine ready which refuses', async () => {
    earshot.reply = () => problem(503, 'engine-unavailable', { 'retry-after': '2' });
    player.start();
    await pass(9000);
    expect(Math.min(...gaps())).toBeGreaterThanOrEqual(2000);
  });

  it('nor does it after the engine was away', async () => {
    (await play(3050)).pace(null);
    earshot.loseEngine();
    await pass(1000);
    earshot.engine = { state: 'ready', pid: 101, restarts: 1 };
    earshot.reply = () => problem(503, 'engine-unavailable', { 'retry-after': '2' });
    await pass(9000);
    expect(earshot.offers.length).toBeGreaterThan(3);
    expect(Math.min(...gaps().slice(1))).toBeGreaterThanOrEqual(2000);
  });

  it('does not miss an engine that returns while the status that calls it away is on its way', async () => {
    earshot.statusDelay = 100;
    (await play(3050)).pace(null);
    earshot.loseEngine();
    const asked = earshot.statusRequests;
    while (earshot.statusRequests === asked) await pass(10);
    earshot.restartEngine();
    await pass(300);
    expect(player.view.state).toBe('playing');
  });

  it('is not misled by a status that is older than the session', async () => {
    earshot.statusDelay = 300;
    earshot.reply = () =>
      new Promise((resolve) => {
        earshot.engine = { state: 'ready', pid: 101, restarts: 1 };
        setTimeout(() => resolve(earshot.accept()), 100);
      });
    player.start();
    await pass(10_000);
    expect(states()).toEqual(['connecting', 'playing']);
    expect(peers).toHaveLength(1);
  });

  it('notices an engine that was restarted before anybody looked', async () => {
    const peer = await play(3050);
    peer.pace(null);
    earshot.loseEngine();
    earshot.restartEngine();
    await pass(1200);
    expect(player.view.state).toBe('playing');
    expect(peers).toHaveLength(2);
  });

  it('notices a restarted engine by the status alone', async () => {
    await play(3050);
    earshot.engine = { state: 'ready', pid: 4711, restarts: 1 };
    await pass(2100);
    expect(earshot.deleted).toEqual([]);
    expect(views.some(({ trouble }) => trouble?.code === 'engine-restarted')).toBe(true);
    expect(player.view.state).toBe('playing');
  });

  it('notices that the server has no session left', async () => {
    await play(3050);
    earshot.open.clear();
    await pass(2100);
    expect(earshot.deleted).toEqual(['s1']);
    expect(views.some(({ trouble }) => trouble?.code === 'session-ended')).toBe(true);
    expect(player.view.state).toBe('playing');
  });

  it('stays away when the operator has ended it, until somebody asks again', async () => {
    const peer = await play(3050);
    earshot.open.clear();
    earshot.disconnected.add('s1');
    peer.turn('failed');
    await pass(60_000);
    expect(player.view).toMatchObject({ state: 'failed', trouble: { code: 'disconnected' } });
    expect(earshot.offers).toHaveLength(1);
    await play();
    expect([...earshot.open]).toEqual(['s2']);
  });

  it('is not disturbed by the rare packets of DTX, nor by a status that says nothing new', async () => {
    const peer = await play();
    peer.pace(410);
    await pass(120_000);
    expect(states()).toEqual(['connecting', 'playing']);
    expect(peers).toHaveLength(1);
    expect(earshot.statusRequests).toBeLessThan(75);
  });

  it('survives a pause of 4 s and gives up after 5 s', async () => {
    const peer = await play(3050);
    peer.pace(null);
    await pass(4000);
    peer.pace(20);
    await pass(1000);
    expect(peers).toHaveLength(1);
    peer.pace(null);
    await pass(4700);
    expect(peers).toHaveLength(1);
    await pass(700);
    expect(peers).toHaveLength(2);
    expect(views.some(({ trouble }) => trouble?.code === 'stalled')).toBe(true);
  });

  it('gives up sooner when the server is gone as well', async () => {
    const peer = await play(3050);
    peer.pace(null);
    earshot.down = true;
    await pass(2500);
    expect(player.view.state).toBe('reconnecting');
    expect(peer.closed).toBe(true);
  });

  it('is patient again when the server answers again', async () => {
    const peer = await play(3050);
    earshot.down = true;
    await pass(3000);
    earshot.down = false;
    await pass(3000);
    peer.pace(null);
    await pass(4000);
    expect(peers).toHaveLength(1);
  });

  it('plays on while only the status cannot be had', async () => {
    await play(3050);
    earshot.down = true;
    await pass(30_000);
    expect(states()).toEqual(['connecting', 'playing']);
  });

  it.each(['failed', 'closed'] as const)('tries again at once when the connection has %s', async (state) => {
    const peer = await play();
    peer.turn(state);
    await pass(50);
    expect(peers).toHaveLength(2);
    expect(player.view.state).toBe('playing');
    expect(earshot.deleted).toEqual(['s1']);
  });

  it('forgets former failures once it has played for 5 s', async () => {
    earshot.reply = () => problem(500, 'internal');
    player.start();
    await pass(8000);
    earshot.reply = null;
    await pass(10_100);
    expect(player.view.state).toBe('playing');
    const tries = peers.length;
    latest().turn('failed');
    await pass(10);
    expect(peers).toHaveLength(tries + 1);
  });

  it('ignores what a closed connection still says', async () => {
    const peer = await play();
    await player.stop();
    peer.turn('connected');
    peer.turn('failed');
    await pass(1000);
    expect(player.view.state).toBe('idle');
    expect(peers).toHaveLength(1);
  });

  it('leaves a connection alone that is disconnected and comes back', async () => {
    const peer = await play();
    peer.turn('disconnected');
    await pass(1000);
    peer.turn('connected');
    await pass(5000);
    expect(peers).toHaveLength(1);
    expect(states()).toEqual(['connecting', 'playing']);
  });

  it('does not spin when every session breaks as soon as it plays', async () => {
    prepare = (peer) => {
      const fail = () => setTimeout(() => peer.turn('failed'), 5);
      peer.addEventListener('connectionstatechange', fail, { once: true });
    };
    player.start();
    await pass(20_000);
    expect(earshot.offers.length).toBeLessThan(12);
  });
});

describe('leaving and coming back', () => {
  it('ends the session when the page is left, and goes on when it comes back', async () => {
    await play();
    await player.suspend();
    expect(earshot.deleted).toEqual(['s1']);
    await pass(10_000);
    expect(earshot.offers).toHaveLength(1);
    player.resume();
    await pass(100);
    expect(player.view.state).toBe('playing');
  });

  it('tries at once when woken while it waits', async () => {
    earshot.down = true;
    player.start();
    await pass(14_000);
    expect(player.view.retryInMs).toBe(5000);
    earshot.down = false;
    player.wake();
    await pass(50);
    expect(player.view.state).toBe('playing');
  });

  it('keeps asking often when woken while nothing arrives', async () => {
    (await play(3050)).pace(null);
    await pass(1000);
    player.wake();
    const asked = earshot.statusRequests;
    await pass(1900);
    expect(earshot.statusRequests - asked).toBeGreaterThanOrEqual(4);
  });

  it('looks at once when woken while it plays', async () => {
    await play(3050);
    earshot.engine = { state: 'ready', pid: 4711, restarts: 1 };
    player.wake();
    await pass(50);
    expect(peers).toHaveLength(2);
  });
});

/** From now on each POST is answered only when its entry is called. */
function holdAnswers(): (() => void)[] {
  const release: (() => void)[] = [];
  earshot.reply = () => {
    const number = earshot.offers.length;
    return new Promise((resolve) => {
      release.push(() => resolve(earshot.accept(`s${number}`)));
    });
  };
  return release;
}

describe('being told by the server', () => {
  it('notices a dead engine at once, without waiting for packets to be missed', async () => {
    const peer = await play(3050);
    earshot.loseEngine();
    player.tell(await toldStatus());
    await pass(10);
    expect(player.view).toMatchObject({ state: 'reconnecting', trouble: { code: 'engine-unavailable' } });
    expect(peer.closed).toBe(true);
  });

  it('comes back at once when it is told that the engine is ready', async () => {
    await play(3050);
    earshot.loseEngine();
    player.tell(await toldStatus());
    await pass(2000);
    earshot.restartEngine();
    player.tell(await toldStatus());
    await pass(20);
    expect(player.view.state).toBe('playing');
    expect([...earshot.open]).toHaveLength(1);
  });

  it('does not believe old news: a session is lost only if the server says so when asked', async () => {
    await play(3050);
    const before = await toldStatus();
    player.tell({ ...before, engine: { state: 'restarting', pid: null, restarts: 0 } });
    player.tell({ ...before, listeners: [] });
    await pass(5000);
    expect(states()).toEqual(['connecting', 'playing']);
    expect(peers).toHaveLength(1);
  });

  it('asks seldom while it is told, and often again when the telling ends', async () => {
    player.isTold = true;
    await play(3050);
    const asked = earshot.statusRequests;
    await pass(30_000);
    expect(earshot.statusRequests - asked).toBeLessThanOrEqual(4);
    player.isTold = false;
    await pass(10_000);
    expect(earshot.statusRequests - asked).toBeGreaterThanOrEqual(8);
  });
});

describe('wishes', () => {
  it('go into the next offer, in place of the session that stands', async () => {
    await play();
    player.wish({ ...noWishes, bitrate: 48_000, stereo: false });
    await pass(100);
    expect(player.view).toMatchObject({ state: 'playing', asksForStereo: false, trouble: null });
    expect(earshot.offers[1]?.sdp).toContain('maxaveragebitrate=48000;stereo=0');
    expect(earshot.deleted).toEqual(['s1']);
    expect(earshot.most).toBe(1);
    expect(states()).toEqual(['connecting', 'playing', 'connecting', 'playing']);
  });

  it('wait while nobody listens', async () => {
    player.wish({ ...noWishes, codec: 'g722' });
    await pass(1000);
    expect(earshot.offers).toHaveLength(0);
    await play();
    expect(latest().preferred).toEqual(['audio/G722']);
  });

  it('for a codec that the server lacks are given up for any codec, and the view says so', async () => {
    earshot.reply = () => (earshot.offers.length === 1 ? problem(422, 'no-common-codec') : earshot.accept());
    player.wish({ ...noWishes, codec: 'g722' });
    player.start();
    await pass(100);
    expect(player.view).toMatchObject({ state: 'playing', codecRefused: true });
    expect(latest().preferred).toBeNull();
  });

  it('for the delay reach the sessions to come as well', async () => {
    const peer = await play();
    expect(player.setBufferTarget(250)).toBe(true);
    expect(peer.receiver.jitterBufferTarget).toBe(250);
    peer.turn('failed');
    await pass(100);
    expect(latest().receiver.jitterBufferTarget).toBe(250);
  });
});

describe('the account of a listening', () => {
  it('counts from the first sound, and its losses, until it is stopped', async () => {
    const peer = await play();
    const { listeningSince } = player.view;
    expect(listeningSince).not.toBeNull();
    peer.turn('failed');
    await pass(100);
    expect(player.view).toMatchObject({ state: 'playing', losses: 1, listeningSince });
    await player.stop();
    expect(player.view).toMatchObject({ losses: 0, listeningSince: null });
  });
});

/** The status as the server would send it by itself at this moment. */
async function toldStatus(): Promise<Status> {
  const response = await earshot.fetch('http://listen.example/api/status');
  return (await response.json()) as Status;
}
