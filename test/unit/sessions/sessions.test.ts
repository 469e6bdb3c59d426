import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { serverNow } from '../../../src/server-clock.js';
import { Sessions, type SessionsParts } from '../../../src/sessions/sessions.js';
import { aPlan } from '../../support/a-plan.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { RecordedLog } from '../../support/recorded-log.js';

let engine: FakeEngine;
let log: RecordedLog;
let sessions: Sessions;

function makeSessions(parts: Partial<SessionsParts> = {}): Sessions {
  return new Sessions({
    engine,
    negotiate: () => aPlan(),
    complete: (_plan, engineAnswer) => `${engineAnswer}completed`,
    limits: { listeners: 3, listenersPerAddress: 3, pending: 3, handshake: 10 },
    log,
    ...parts,
  });
}

/** The public name of the only listener. */
function onlyId(): string {
  const [listener, ...others] = sessions.list();
  expect(others).toEqual([]);
  return listener?.id ?? '';
}

/** Nothing is left of any listener, here or in the engine. */
function expectNothingLeft(): void {
  expect(sessions.list()).toEqual([]);
  expect(sessions.encoders()).toEqual([]);
  expect([...engine.branches.keys()]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  engine = new FakeEngine();
  log = new RecordedLog();
  sessions = makeSessions();
});

afterEach(async () => {
  await sessions.close();
  vi.useRealTimers();
});

describe('joining', () => {
  it("gives the engine's answer, completed, with the applied settings and a secret", async () => {
    const answer = await sessions.create('offer');

    expect(answer).toEqual({
      sdp: `${engine.answer}completed`,
      type: 'answer',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      applied: aPlan().applied,
      captured: { timestamp: expect.any(Number) as number, at: expect.any(Number) as number },
    });
  });

  it('tells what the timestamps mean, on the clock that everybody may ask', async () => {
    engine.origin = { timestamp: 4711, at: Number(process.hrtime.bigint()) / 1e6 - 50 };
    const { captured } = await sessions.create('offer');
    expect(captured.timestamp).toBe(4711);
    expect(serverNow() - captured.at).toBeGreaterThanOrEqual(50);
    expect(serverNow() - captured.at).toBeLessThan(1050);
  });

  it('hands the offer to the negotiation and its plan to engine and completion', async () => {
    const plan = aPlan();
    const negotiate = vi.fn(() => plan);
    const complete = vi.fn(() => 'answer');
    sessions = makeSessions({ negotiate, complete });

    await sessions.create('the offer');

    expect(negotiate).toHaveBeenCalledExactlyOnceWith('the offer');
    expect(complete).toHaveBeenCalledExactlyOnceWith(plan, engine.answer);
    expect(engine.branches.get(onlyId())).toBe(plan.listener);
  });

  it('goes from negotiating to connecting to connected', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');
    expect(sessions.list()).toMatchObject([{ state: 'negotiating' }]);

    release();
    await joining;
    expect(sessions.list()).toMatchObject([{ state: 'connecting' }]);

    engine.connect(onlyId());
    expect(sessions.list()).toMatchObject([{ state: 'connected' }]);
  });

  it('stays connected when the engine says so before it answers', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');
    engine.connect(onlyId());
    release();
    await joining;
    expect(sessions.list()).toMatchObject([{ state: 'connected' }]);
  });

  it('shows how each connection does, as the engine last said, and tells that it changed', async () => {
    const onChange = vi.fn();
    sessions = makeSessions({ onChange });
    await sessions.create('offer');
    await sessions.create('offer');
    const [{ id } = { id: '' }] = sessions.list();
    onChange.mockClear();

    const stats = { packetsSent: 50, bytesSent: 5000, packetsLost: 1, fractionLost: 0.02, jitterMs: 2.5 };
    engine.emit('stats', { [id]: { packetsSent: 1, bytesSent: 1 }, gone: stats });
    engine.emit('stats', { [id]: stats });
    expect(sessions.list().map((listener) => listener.stats)).toEqual([stats, undefined]);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('shows each listener with a short public id, not with its secret', async () => {
    vi.setSystemTime('2025-06-01T12:00:00Z');
    const { id: secret } = await sessions.create('offer');

    const [listener] = sessions.list();
    expect(listener).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
      codec: 'opus',
      since: '2025-06-01T12:00:00.000Z',
      state: 'connecting',
      applied: aPlan().applied,
    });
    expect(secret).not.toContain(listener?.id);
  });

  it('is refused when all places are taken, and says when to try again', async () => {
    for (let i = 0; i < 3; i += 1) await sessions.create('offer');

    await expect(sessions.create('offer')).rejects.toMatchObject({
      code: 'too-many-listeners',
      retryAfter: 10,
    });
    expect(sessions.list()).toHaveLength(3);
    expect(engine.branches.size).toBe(3);
  });

  it('counts those whose offer is still being answered', async () => {
    const release = engine.holdOpening();
    const joining = [1, 2, 3].map(() => sessions.create('offer'));

    await expect(sessions.create('offer')).rejects.toMatchObject({ code: 'too-many-listeners' });
    release();
    await Promise.all(joining);
  });

  it('is possible again when somebody has left', async () => {
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await sessions.create('offer'));
    await sessions.remove(answers[0]?.id ?? '');

    await expect(sessions.create('offer')).resolves.toMatchObject({ type: 'answer' });
  });
});

describe('an offer that fails', () => {
  it('in the negotiation reaches neither engine nor log', async () => {
    const refusal = new AppError('no-audio', 'ask for audio');
    sessions = makeSessions({
      negotiate: () => {
        throw refusal;
      },
    });

    await expect(sessions.create('offer')).rejects.toBe(refusal);
    expectNothingLeft();
    expect(log.lines).toEqual([]);
  });

  it('in the engine leaves nothing behind', async () => {
    engine.openFailure = new AppError('engine-timeout', 'took too long');

    await expect(sessions.create('offer')).rejects.toBe(engine.openFailure);
    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'offer-failed' }]);
  });

  it('in the completion of the answer leaves nothing behind', async () => {
    const defect = new Error('cannot complete');
    sessions = makeSessions({
      complete: () => {
        throw defect;
      },
    });

    await expect(sessions.create('offer')).rejects.toBe(defect);
    expectNothingLeft();
  });
});

describe('a session that ends while its offer is answered', () => {
  it('because its client went away leaves nothing behind, also where the engine opens it later', async () => {
    const client = new AbortController();
    const release = engine.holdOpening();
    const joining = sessions.create('offer', { signal: client.signal });

    client.abort();
    expect(sessions.list()).toEqual([]);
    release();

    await expect(joining).rejects.toMatchObject({ code: 'engine-unavailable' });
    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'client-gone' }]);
  });

  it('because its client was gone before never begins', async () => {
    await expect(sessions.create('offer', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AppError);
    expectNothingLeft();
    expect(engine.closed).toEqual([]);
  });

  it('ends once, for the first reason', async () => {
    const client = new AbortController();
    const release = engine.holdOpening();
    const joining = sessions.create('offer', { signal: client.signal });

    engine.end(onlyId(), 'branch-failed');
    client.abort();
    release();

    await expect(joining).rejects.toBeInstanceOf(AppError);
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'branch-failed' }]);
  });

  it('by the end of the engine is refused with a time to try again', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');

    engine.die();
    release();

    await expect(joining).rejects.toMatchObject({ code: 'engine-unavailable', retryAfter: 1 });
    expect(sessions.list()).toEqual([]);
    expect(engine.closed).toEqual([]);
  });

  it('because the engine ended it is not given out as answered', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');

    engine.end(onlyId(), 'branch-failed');
    engine.openFailure = new AppError('negotiation-failed', 'closed while it was answered');
    release();

    await expect(joining).rejects.toMatchObject({ code: 'engine-unavailable' });
    expect(sessions.list()).toEqual([]);
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'branch-failed' }]);
  });

  it('because all sessions are closed is closed in the engine too', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');

    const closing = sessions.close();
    release();

    await expect(joining).rejects.toMatchObject({ code: 'engine-unavailable' });
    await closing;
    expectNothingLeft();
  });
});

describe('the handshake', () => {
  it('has to be done within its time, counted from the offer', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');
    await vi.advanceTimersByTimeAsync(4_000);
    release();
    await joining;

    await vi.advanceTimersByTimeAsync(5_999);
    expect(sessions.list()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'handshake-timeout', seconds: 10 }]);
  });

  it('that is done lets the listener stay', async () => {
    await sessions.create('offer');
    engine.connect(onlyId());
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sessions.list()).toHaveLength(1);
  });

  it('ends an offer that the engine never answers', async () => {
    engine.holdOpening();
    void sessions.create('offer');
    await vi.advanceTimersByTimeAsync(10_000);
    expectNothingLeft();
    expect(engine.closed).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('takes the secret, which is then unknown', async () => {
    const { id: secret } = await sessions.create('offer');
    await sessions.remove(secret);

    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'removed' }]);
    await expect(sessions.remove(secret)).rejects.toMatchObject({ code: 'session-not-found' });
  });

  it('does not work by the public id', async () => {
    await sessions.create('offer');
    await expect(sessions.remove(onlyId())).rejects.toMatchObject({ code: 'session-not-found' });
    expect(sessions.list()).toHaveLength(1);
  });

  it('waits for the engine', async () => {
    const { id: secret } = await sessions.create('offer');
    let done: () => void = () => undefined;
    engine.closeListener = () => new Promise((resolve) => (done = resolve));
    let left = false;
    const leaving = sessions.remove(secret).then(() => (left = true));

    await vi.advanceTimersByTimeAsync(0);
    expect(left).toBe(false);
    done();
    await leaving;
  });

  it('works although the engine cannot confirm it, with a warning', async () => {
    const { id: secret } = await sessions.create('offer');
    engine.closeFailure = new AppError('engine-timeout', 'too slow');

    await sessions.remove(secret);
    expect(sessions.list()).toEqual([]);
    expect(log.of('warn', 'the engine did not confirm the end of a listener')).toHaveLength(1);
  });

  it('by the engine ends that session alone, with the reason of the engine', async () => {
    await sessions.create('offer');
    const id = onlyId();
    await sessions.create('offer');

    engine.end(id, 'fingerprint-mismatch');

    expect(sessions.list()).toHaveLength(1);
    expect(sessions.list()).not.toMatchObject([{ id }]);
    expect(log.of('info', 'listener left')).toMatchObject([{ listener: id, reason: 'fingerprint-mismatch' }]);
    expect(engine.closed).toEqual([]);
  });

  it('of everybody follows when the engine dies', async () => {
    await sessions.create('offer');
    await sessions.create('offer');
    engine.die();

    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([
      { reason: 'engine-died' },
      { reason: 'engine-died' },
    ]);
    await expect(sessions.create('offer')).resolves.toMatchObject({ type: 'answer' });
  });

  it('by its peer is no error to a client that says so a moment later, once', async () => {
    const { id: secret } = await sessions.create('offer');
    engine.end(onlyId(), 'transport-closed');
    expectNothingLeft();
    await sessions.remove(secret);
    await expect(sessions.remove(secret)).rejects.toMatchObject({ code: 'session-not-found' });
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'transport-closed' }]);
  });

  it('is not disturbed by events about listeners that are unknown', () => {
    engine.connect('nobody');
    engine.end('nobody', 'transport-closed');
    expectNothingLeft();
  });
});

describe('close', () => {
  it('ends every session, takes no more and lets go of the engine', async () => {
    await sessions.create('offer');
    await sessions.create('offer');

    await sessions.close();

    expectNothingLeft();
    expect(log.of('info', 'listener left')).toMatchObject([{ reason: 'stopping' }, { reason: 'stopping' }]);
    await expect(sessions.create('offer')).rejects.toMatchObject({ code: 'engine-unavailable' });
    expect(engine.eventNames()).toEqual([]);
  });

  it('does it once however often it is called, and every call waits for it', async () => {
    await sessions.create('offer');
    const closing = sessions.close();
    expect(sessions.close()).toBe(closing);
    await closing;
    expect(engine.closed).toHaveLength(1);
  });
});

describe('encoders', () => {
  it('counts the listeners of equal profiles together', async () => {
    const bitrates = [96000, 32000, 96000];
    sessions = makeSessions({ negotiate: () => aPlan({ bitrate: bitrates.shift() ?? 0 }) });
    for (let i = 0; i < 3; i += 1) await sessions.create('offer');

    const { channels, ptime, opus } = aPlan().applied;
    expect(sessions.encoders()).toEqual([
      { codec: 'opus', applied: { bitrate: 96000, channels, ptime, opus }, listeners: 2 },
      { codec: 'opus', applied: { bitrate: 32000, channels, ptime, opus }, listeners: 1 },
    ]);
  });

  it('leaves out whoever has no answer yet', async () => {
    const release = engine.holdOpening();
    const joining = sessions.create('offer');
    expect(sessions.encoders()).toEqual([]);
    release();
    await joining;
    expect(sessions.encoders()).toHaveLength(1);
  });
});

describe('the log', () => {
  it('has one line for a join with what was applied, and one for the leave with its reason', async () => {
    const { id: secret } = await sessions.create('offer');
    const listener = onlyId();
    await sessions.remove(secret);

    expect(log.lines.filter(({ level }) => level === 'info')).toEqual([
      { level: 'info', message: 'listener joined', fields: { listener, applied: aPlan().applied } },
      { level: 'info', message: 'listener left', fields: { listener, reason: 'removed', seconds: 0 } },
    ]);
  });

  it('never has the secret', async () => {
    const { id: secret } = await sessions.create('offer');
    engine.connect(onlyId());
    engine.closeFailure = new AppError('engine-timeout', 'too slow');
    await sessions.remove(secret);

    expect(log.lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(log.lines)).not.toContain(secret);
  });
});
