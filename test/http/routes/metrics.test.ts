import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anOffer } from '../../support/offers.js';
import { webApp, type WebApp } from '../../support/web-app.js';

/** The samples by their names with labels, as Prometheus' text format has them. */
async function samples({ url }: WebApp): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

describe('/metrics', () => {
  it('counts joins by what became of them, and times those that succeeded', async () => {
    const app = await webApp();
    expect((await samples(app)).get('earshot_joins_total{outcome="connected"}')).toBe(0);
    await app.sessions.create(anOffer({}));
    app.engine.connect(app.sessions.list()[0]?.id ?? '');
    await app.sessions.create(anOffer({}));
    app.engine.end(app.sessions.list()[1]?.id ?? '', 'fingerprint-mismatch');
    await expect(app.sessions.create('nonsense')).rejects.toThrow();

    const found = await samples(app);
    expect(found.get('earshot_joins_total{outcome="connected"}')).toBe(1);
    expect(found.get('earshot_joins_total{outcome="fingerprint-mismatch"}')).toBe(1);
    expect(found.get('earshot_joins_total{outcome="invalid-sdp"}')).toBe(1);
    expect(found.get('earshot_join_seconds_count')).toBe(1);
    expect(found.get('earshot_join_seconds_bucket{le="1"}')).toBe(1);
  });

  it('counts a listener who was connected once, however it ends', async () => {
    const app = await webApp();
    await app.sessions.create(anOffer({}));
    const [{ id } = { id: '' }] = app.sessions.list();
    app.engine.connect(id);
    app.engine.end(id, 'vanished');
    const outcomes = [...(await samples(app))].filter(([name]) => name.startsWith('earshot_joins_total'));
    expect(outcomes).toEqual([['earshot_joins_total{outcome="connected"}', 1]]);
  });

  it('has listeners by state and encoders by codec as they are now', async () => {
    const app = await webApp();
    await app.sessions.create(anOffer({}));
    await app.sessions.create(anOffer({}));
    app.engine.connect(app.sessions.list()[0]?.id ?? '');
    const found = await samples(app);
    expect(found.get('earshot_listeners{state="connected"}')).toBe(1);
    expect(found.get('earshot_listeners{state="connecting"}')).toBe(1);
    expect(found.get('earshot_encoders{codec="opus"}')).toBe(1);
    expect(found.get('earshot_encoders{codec="g722"}')).toBe(0);
  });

  it('adds up what was sent and lost over all listeners, also those who left', async () => {
    const app = await webApp();
    const first = { packetsSent: 100, bytesSent: 1000, packetsLost: 2, jitterMs: 4, roundTripMs: 20 };
    app.engine.emit('stats', { a: first, b: { packetsSent: 10, bytesSent: 100 } });
    app.engine.emit('stats', { a: { ...first, packetsSent: 150, bytesSent: 1500, packetsLost: 1 } });
    app.engine.emit('stats', { b: { packetsSent: 5, bytesSent: 50 } });
    const found = await samples(app);
    expect(found.get('earshot_rtp_packets_sent_total')).toBe(165);
    expect(found.get('earshot_rtp_payload_bytes_sent_total')).toBe(1650);
    expect(found.get('earshot_rtp_packets_lost_total')).toBe(2);
    expect(found.get('earshot_rtp_jitter_seconds_count')).toBe(2);
    expect(found.get('earshot_rtp_round_trip_seconds_bucket{le="0.025"}')).toBe(2);
    expect(found.get('earshot_rtp_round_trip_seconds_bucket{le="0.01"}')).toBe(0);
  });

  it('tells the states of engine and source, and counts deaths and failures', async () => {
    const app = await webApp();
    app.engine.status = { state: 'broken', pid: null, restarts: 7 };
    app.engine.say('waiting', 'unplugged');
    const found = await samples(app);
    expect(found.get('earshot_engine_state{state="broken"}')).toBe(1);
    expect(found.get('earshot_engine_state{state="ready"}')).toBe(0);
    expect(found.get('earshot_engine_restarts_total')).toBe(7);
    expect(found.get('earshot_source_state{state="waiting"}')).toBe(1);
    expect(found.get('earshot_source_failures_total')).toBe(1);
  });

  it('has threads, descriptors, memory and time of both processes, and nothing of an engine that is gone', async () => {
    const app = await webApp();
    app.engine.status = { state: 'ready', pid: process.ppid, restarts: 0 };
    const found = await samples(app);
    for (const process of ['server', 'engine']) {
      for (const name of ['threads', 'open_descriptors', 'resident_memory_bytes', 'cpu_seconds']) {
        expect(found.get(`earshot_process_${name}{process="${process}"}`), name).toBeGreaterThan(0);
      }
    }
    app.engine.status = { state: 'restarting', pid: null, restarts: 1 };
    const names = [...(await samples(app)).keys()];
    expect(names).toContain('earshot_process_threads{process="server"}');
    expect(names.filter((name) => name.includes('process="engine"'))).toEqual([]);
  });

  it('is for this machine alone', async () => {
    const { url } = await webApp();
    const response = await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(response.status).toBe(403);
  });

  it('has exactly what docs/operations.md lists', async () => {
    const { url } = await webApp();
    const text = await (await fetch(`${url}/metrics`)).text();
    const told = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    const docs = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const listed = [...docs.matchAll(/^\| `(earshot_\w+)/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(told.sort());
  });
});
