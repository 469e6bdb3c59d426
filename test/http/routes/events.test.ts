import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Problem } from '../../../src/api.js';
import { EventReader } from '../../support/event-reader.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

const LEVEL = { rms: [-20, -21], peak: [-10, -11] };

async function read(url: string): Promise<EventReader> {
  const reader = await EventReader.open(url);
  onTestFinished(() => reader.close());
  return reader;
}

describe('GET /api/events', () => {
  it('is a stream of events that nobody keeps or collects', async () => {
    const { url } = await webApp();
    const stop = new AbortController();
    const { status, headers } = await fetch(`${url}/api/events`, { signal: stop.signal });
    stop.abort();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('begins with the status and the sources', async () => {
    const { url } = await webApp();
    const reader = await read(url);
    await reader.until('sources');
    expect(reader.events.map(({ event }) => event)).toEqual(['status', 'sources']);
    expect(reader.all('status')[0]).toEqual(await (await fetch(`${url}/api/status`)).json());
    expect(reader.all('sources')[0]).toEqual(await (await fetch(`${url}/api/sources`)).json());
  });

  it('tells of a source that was chosen, by status and sources', async () => {
    const { url } = await webApp();
    const reader = await read(url);
    await reader.until('sources');
    await fetch(`${url}/api/source`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"noise"}',
    });
    await reader.until('status', ({ source }) => source.name === 'noise');
    await reader.until('sources', ({ sources }) =>
      sources.some(({ name, active }) => name === 'noise' && active),
    );
  });

  it('tells of a listener who joins, gets connected and leaves', async () => {
    const { url, engine, sessions } = await webApp();
    const reader = await read(url);
    const { id } = await sessions.create(offerFile('chromium-recvonly'));
    const { listeners } = await reader.until(
      'status',
      (status) => status.listeners[0]?.state === 'connecting',
    );
    engine.connect(listeners[0]?.id ?? '');
    await reader.until('status', (status) => status.listeners[0]?.state === 'connected');
    await sessions.remove(id);
    const from = reader.events.length;
    await reader.until('status', (status) => status.listeners.length === 0, { from });
  });

  it('tells of changes at most ten times a second, and of the last one for certain', async () => {
    const { url, engine } = await webApp();
    const reader = await read(url);
    await reader.until('sources');
    const start = performance.now();
    for (let i = 0; i <= 1000; i += 1) engine.say('waiting', `reason ${i}`);
    await reader.until('status', ({ source }) => source.reason === 'reason 1000');
    expect(performance.now() - start).toBeLessThan(1000);
    expect(reader.all('status').length).toBeLessThanOrEqual(3);
  });

  it('has levels while somebody is connected, and the meter rests otherwise', async () => {
    const { url, engine } = await webApp();
    expect(engine.metering).toBe(false);
    const [one, two] = [await read(url), await read(url)];
    await one.until('sources');
    expect(engine.metering).toBe(true);
    engine.emit('level', LEVEL);
    for (const reader of [one, two]) expect(await reader.until('level')).toEqual(LEVEL);
    one.close();
    engine.emit('level', LEVEL);
    await two.until('level', () => true, { from: two.events.length });
    expect(engine.metering).toBe(true);
    two.close();
    await vi.waitFor(() => expect(engine.metering).toBe(false));
  });

  it('pings every 15 s, so that nobody takes a quiet connection for a dead one', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url } = await webApp();
    const reader = await read(url);
    vi.advanceTimersByTime(14_999);
    expect(reader.comments).toEqual([]);
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(reader.comments).toEqual(['ping']));
  });

  it('drops a reader who does not read, and no other', async () => {
    const { url, port, engine, events, log } = await webApp();
    const good = await read(url);
    const bad = connect(port, '127.0.0.1');
    onTestFinished(() => void bad.destroy());
    bad.on('error', () => undefined);
    bad.write('GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(bad, 'readable');
    const long = { rms: Array<number>(2000).fill(-20.123), peak: [] };
    let sent = 0;
    while (log.of('warn', 'a reader of events was too slow and is dropped').length === 0) {
      engine.emit('level', long);
      sent += 1;
      await good.until('level', () => good.all('level').length === sent);
      expect(sent).toBeLessThan(5000);
    }
    events.level(LEVEL);
    await good.until('level', ({ rms }) => rms.length === 2);
    bad.resume();
    await once(bad, 'close');
  });

  it('ends with the server, within a second', async () => {
    const { url, server, events, engine } = await webApp();
    const readers = [await read(url), await read(url)];
    const start = performance.now();
    events.close();
    await server.close();
    await Promise.all(readers.map(({ ended }) => ended));
    expect(performance.now() - start).toBeLessThan(1000);
    engine.emit('level', LEVEL);
  });

  it('ends with the server even where nobody closed the streams, or the reader does not read', async () => {
    const { url, server } = await webApp();
    const reader = await read(url);
    const start = performance.now();
    await server.close();
    await reader.ended;
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('is refused to the ninth stream of an address, until one of them ends', async () => {
    const { url } = await webApp();
    const readers = await Promise.all(Array.from({ length: 8 }, () => read(url)));
    const refused = await fetch(`${url}/api/events`);
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([429, 'too-many-streams']);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    readers[0]?.close();
    await vi.waitFor(async () => expect((await read(url)).events).toBeDefined());
  });

  it('is no slow request, however long it lasts', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, log } = await webApp();
    const stop = new AbortController();
    await fetch(`${url}/api/events`, { signal: stop.signal });
    vi.advanceTimersByTime(3_600_000);
    stop.abort();
    expect(await log.until('request')).toMatchObject({ level: 'debug', fields: { path: '/api/events' } });
  });

  it('has no body for HEAD, and opens nothing', async () => {
    const { url, engine } = await webApp();
    const response = await fetch(`${url}/api/events`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(engine.metering).toBe(false);
  });
});
