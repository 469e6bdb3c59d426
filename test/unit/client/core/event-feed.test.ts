import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allEvents, EventFeed } from '../../../../client/src/core/event-feed.js';
import { Trouble } from '../../../../client/src/core/trouble.js';

const encoder = new TextEncoder();

let streams: { controller: ReadableStreamDefaultController<Uint8Array>; signal: AbortSignal }[];
let refusal: Trouble | null;
let seen: string[];
let feed: EventFeed;

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  refusal = null;
  seen = [];
  const open = (signal: AbortSignal) => {
    if (refusal) return Promise.reject(refusal);
    return Promise.resolve(
      new ReadableStream<Uint8Array>({
        start(controller) {
          streams.push({ controller, signal });
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      }),
    );
  };
  feed = new EventFeed(allEvents({ events: open }), () => 1, {
    event: ({ name }) => seen.push(name),
    opened: () => seen.push('opened'),
    lost: ({ code }) => seen.push(code),
  });
});

afterEach(() => {
  feed.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function say(text: string): Promise<void> {
  streams.at(-1)?.controller.enqueue(encoder.encode(text));
  await pass(0);
}

describe('EventFeed', () => {
  it('tells the events it knows', async () => {
    feed.start();
    await pass(0);
    await say('event: status\ndata: {}\n\nevent: other\ndata: {}\n\nevent: level\ndata: {}\n\n');
    expect(seen).toEqual(['opened', 'status', 'level']);
    expect(feed.isLive).toBe(true);
  });

  it('comes back with growing pauses, and at once is small again after an event', async () => {
    refusal = new Trouble('unreachable');
    feed.start();
    await pass(250 + 500 + 1000);
    expect(seen).toEqual(['unreachable', 'unreachable', 'unreachable', 'unreachable']);
    refusal = null;
    await pass(2000);
    await say(': ping\n\n');
    streams[0]?.controller.close();
    await pass(0);
    expect(feed.isLive).toBe(false);
    await pass(250);
    expect(streams).toHaveLength(2);
  });

  it('waits as long as the server asks, and gives up where trying again makes no sense', async () => {
    refusal = new Trouble('too-many-streams', '', { retryAfterMs: 10_000 });
    feed.start();
    await pass(9999);
    refusal = new Trouble('token-needed', '', { retry: false });
    await pass(60_000);
    expect(seen).toEqual(['too-many-streams', 'token-needed']);
    refusal = null;
    feed.start();
    await pass(0);
    expect(seen.at(-1)).toBe('opened');
  });

  it('replaces a stream that says nothing for 25 s', async () => {
    feed.start();
    await pass(20_000);
    await say(': ping\n\n');
    await pass(20_000);
    expect(streams).toHaveLength(1);
    await pass(5000);
    expect(streams).toHaveLength(2);
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  it('on waking replaces a stream that was asleep, and leaves a lively one alone', async () => {
    feed.start();
    await pass(0);
    await say(': ping\n\n');
    feed.wake();
    expect(streams).toHaveLength(1);
    await pass(2000);
    feed.wake();
    await pass(0);
    expect(streams).toHaveLength(2);
  });

  it('does not start twice, and says nothing more once it was stopped', async () => {
    feed.start();
    feed.start();
    await pass(0);
    expect(streams).toHaveLength(1);
    feed.stop();
    feed.wake();
    await pass(60_000);
    expect(seen).toEqual(['opened']);
  });
});
