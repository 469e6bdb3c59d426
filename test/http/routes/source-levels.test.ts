import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Device } from '../../../src/engine/protocol.js';
import type { Problem } from '../../../src/api.js';
import { EventReader } from '../../support/event-reader.js';
import { webApp } from '../../support/web-app.js';

const PATH = '/api/sources/levels';
const HDMI: Device = { id: 'hdmi.monitor', name: 'HDMI', kind: 'system', isDefault: true, channels: 2 };
const USB: Device = { ...HDMI, id: 'usb.monitor', name: 'USB', isDefault: false };

async function read(url: string, path = PATH): Promise<EventReader> {
  const reader = await EventReader.open(url, path);
  onTestFinished(() => reader.close());
  return reader;
}

describe('GET /api/sources/levels', () => {
  it('is a stream of events that nobody keeps or collects', async () => {
    const { url } = await webApp();
    const stop = new AbortController();
    const { status, headers } = await fetch(url + PATH, { signal: stop.signal });
    stop.abort();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('tells how loud each source and device is', async () => {
    const { url, engine } = await webApp();
    engine.emit('devices', [HDMI, USB]);
    const reader = await read(url);
    await vi.waitFor(() => expect(engine.probes).toHaveLength(1));
    engine.emit('probe', { name: 'device hdmi.monitor', rms: [-20, -30], peak: [-12.5, -20] });
    engine.emit('probe', { name: 'device usb.monitor', rms: [-120, -120], peak: [-120, -120] });
    engine.emit('probe', { name: 'source test-tone', rms: [-9, -9], peak: [-6.02, -6.02] });
    expect(await reader.until('levels', ({ sources }) => 'test-tone' in sources)).toEqual({
      sources: { system: -12.5, 'test-tone': -6.02 },
      devices: { 'hdmi.monitor': -12.5, 'usb.monitor': -120 },
    });
  });

  it('tells no more than ten times a second, and nothing where nothing changes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, engine } = await webApp();
    const reader = await read(url);
    await vi.waitFor(() => expect(engine.probes).toHaveLength(1));
    const say = (dbfs: number) => engine.emit('probe', { name: 'source noise', rms: [dbfs], peak: [dbfs] });
    for (let ms = 0; ms < 1000; ms += 10) {
      say(-ms);
      vi.advanceTimersByTime(10);
    }
    // Eleven ticks at most, as these began before.
    vi.advanceTimersByTime(400);
    say(-2000);
    vi.advanceTimersByTime(100);
    await reader.until('levels', ({ sources }) => sources.noise === -2000);
    expect(reader.all('levels').length).toBeLessThanOrEqual(12);
    expect(reader.all('levels').length).toBeGreaterThanOrEqual(11);
  });

  it('probes while somebody reads it, and not otherwise', async () => {
    const { url, engine, log } = await webApp();
    const events = await read(url, '/api/events');
    await events.until('sources');
    expect(engine.probes).toEqual([]);
    const [one, two] = [await read(url), await read(url)];
    await vi.waitFor(() => expect(engine.probes).toHaveLength(1));
    one.close();
    await one.ended;
    engine.emit('probe', { name: 'source noise', rms: [-1], peak: [-1] });
    await two.until('levels', ({ sources }) => sources.noise === -1);
    expect(engine.probes).toHaveLength(1);
    two.close();
    await vi.waitFor(() => expect(engine.probes.at(-1)).toEqual([]));
    expect(log.of('info', 'all inputs are opened to show their levels')).toHaveLength(1);
  });

  it('follows devices that come and go', async () => {
    const { url, engine } = await webApp();
    await read(url);
    await vi.waitFor(() => expect(engine.probes).toHaveLength(1));
    engine.emit('devices', [USB]);
    await vi.waitFor(() => expect(engine.probes.at(-1)?.[0]?.name).toBe('device usb.monitor'));
    engine.emit('devices', []);
    await vi.waitFor(() => expect(engine.probes.at(-1)?.map(({ kind }) => kind)).toEqual(['test', 'test']));
  });

  it('is for the operator alone', async () => {
    const { url, engine } = await webApp();
    const response = await fetch(url + PATH, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([403, 'operator-needed']);
    expect(engine.probes).toEqual([]);
  });

  it('counts among the event streams of an address', async () => {
    const { url } = await webApp();
    const readers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => read(url, i % 2 === 0 ? PATH : '/api/events')),
    );
    for (const path of [PATH, '/api/events']) {
      const refused = await fetch(url + path);
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([429, 'too-many-streams']);
    }
    readers[1]?.close();
    await vi.waitFor(async () => expect((await read(url)).events).toBeDefined());
  });

  it('has no body for HEAD, and opens nothing', async () => {
    const { url, engine } = await webApp();
    expect((await fetch(url + PATH, { method: 'HEAD' })).status).toBe(200);
    expect(engine.probes).toEqual([]);
  });

  it('ends with the server, within a second', async () => {
    const { url, server, levels } = await webApp();
    const reader = await read(url);
    const start = performance.now();
    levels.close();
    levels.close();
    await server.close();
    await reader.ended;
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
