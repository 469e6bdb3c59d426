import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Status } from '../../src/api.js';
import { createApp } from '../../src/http/app.js';
import { unready } from '../../src/http/readiness.js';
import { EventStreams } from '../../src/http/events/event-streams.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { completeAnswer } from '../../src/negotiation/answer.js';
import { Sessions, type SessionsParts } from '../../src/sessions/sessions.js';
import { controls } from './controls.js';
import { FakeEngine } from './fake-engine.js';
import { plan } from './offers.js';
import { RecordedLog } from './recorded-log.js';
import { serve, type Served } from './serve.js';

export interface WebApp extends Served {
  engine: FakeEngine;
  sessions: Sessions;
  events: EventStreams;
  log: RecordedLog;
}

/** The whole of HTTP, sessions and negotiation on a fake engine, with a small client folder. */
export async function webApp(parts: Partial<SessionsParts> = {}): Promise<WebApp> {
  const engine = new FakeEngine();
  const log = new RecordedLog();
  const sessions = new Sessions({
    engine,
    negotiate: (offer) => plan(offer),
    complete: completeAnswer,
    limits: { listeners: 3, handshake: 10 },
    log,
    onChange: () => events.statusChanged(),
    onJoin: (outcome, ms) => metrics.joined(outcome, ms),
    ...parts,
  });
  onTestFinished(() => sessions.close());
  const events = new EventStreams({
    status: () => status(),
    sources: () => source.list(),
    meter: (on) => void engine.setMetering(on),
    log,
  });
  onTestFinished(() => events.close());
  engine.on('level', (level) => events.level(level));
  const { source, processing } = controls({
    engine,
    log,
    onStatus: () => events.statusChanged(),
    onSources: () => events.sourcesChanged(),
  });
  await source.start();
  engine.say('running');
  const status = (): Status => ({
    version: '0.0.0',
    source: source.status,
    processing: processing.status,
    encoders: sessions.encoders(),
    listeners: sessions.list(),
    engine: engine.status,
  });
  const metrics = new Metrics(engine, status);
  onTestFinished(() => metrics.close());
  const app = createApp({
    sessions,
    sources: source,
    processing,
    events,
    status,
    unready: () => unready(status(), 3),
    metrics,
    clientFolder: await clientFolder(),
    log,
  });
  return { ...(await serve(app.callback(), log)), engine, sessions, events, log };
}

/** `client` with a few files, beside a file that nobody may get. */
async function clientFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const client = join(folder, 'client');
  await mkdir(join(client, 'src'), { recursive: true });
  await writeFile(join(client, 'index.html'), '<!doctype html><title>Earshot</title>');
  await writeFile(join(client, 'style.css'), 'body {}');
  await writeFile(join(client, 'icon.svg'), '<svg/>');
  await writeFile(join(client, 'src/main.js'), 'export {};');
  await writeFile(join(client, 'src/.hidden.js'), 'secret');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  return client;
}
