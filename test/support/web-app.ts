import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Access } from '../../src/access/access.js';
import { HostNames } from '../../src/access/host-names.js';
import type { Status } from '../../src/api.js';
import { ListenerDefaults } from '../../src/config/listener-defaults.js';
import { loadConfig } from '../../src/config/load.js';
import type { Limits } from '../../src/config/types.js';
import { createApp } from '../../src/http/app.js';
import { unready } from '../../src/http/readiness.js';
import { EventStreams } from '../../src/http/events/event-streams.js';
import { LevelStreams } from '../../src/http/events/level-streams.js';
import { StreamPlaces } from '../../src/http/events/stream-places.js';
import type { Handler } from '../../src/http/server.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { completeAnswer } from '../../src/negotiation/answer.js';
import { LevelProbe } from '../../src/sources/level-probe.js';
import { Sessions, type SessionsParts } from '../../src/sessions/sessions.js';
import { controls } from './controls.js';
import { FakeEngine } from './fake-engine.js';
import { plan } from './offers.js';
import { RecordedLog } from './recorded-log.js';
import { serve, type Served } from './serve.js';

export interface WebApp extends Served {
  handler: Handler;
  engine: FakeEngine;
  sessions: Sessions;
  events: EventStreams;
  levels: LevelStreams;
  log: RecordedLog;
}

export type WebAppParts = Partial<Omit<SessionsParts, 'limits'>> & {
  limits?: Partial<Limits>;
  access?: Partial<Access>;
};

/** Low where a test reaches them, high where it must not. */
const testLimits: Limits = {
  listeners: 3,
  listenersPerAddress: 100,
  pending: 100,
  handshake: 10,
  liveness: 30,
  offers: 1000,
  offersPerAddress: 1000,
  tokenFailures: 10,
  eventStreams: 8,
  connections: 1000,
  connectionsPerAddress: 1000,
  body: 64,
  headersTimeout: 10,
  requestTimeout: 15,
};

/** The whole of HTTP, sessions and negotiation on a fake engine, with a small client folder. */
export async function webApp({ limits, access, ...parts }: WebAppParts = {}): Promise<WebApp> {
  const allLimits = { ...testLimits, ...limits };
  const engine = new FakeEngine();
  const log = new RecordedLog();
  const sessions = new Sessions({
    engine,
    negotiate: (offer) => plan(offer, defaults.settings),
    complete: completeAnswer,
    limits: allLimits,
    log,
    onChange: () => events.statusChanged(),
    onJoin: (outcome, ms) => metrics.joined(outcome, ms),
    ...parts,
  });
  onTestFinished(() => sessions.close());
  const places = new StreamPlaces(allLimits.eventStreams);
  const events = new EventStreams({
    status: () => status(),
    sources: () => source.list(),
    meter: (on) => void engine.setMetering(on),
    places,
    log,
  });
  onTestFinished(() => events.close());
  const probe = new LevelProbe({ engine, probed: () => source.probed(), log });
  onTestFinished(() => probe.close());
  const levels = new LevelStreams({
    levels: () => probe.take(),
    probe: (on) => probe.want(on),
    places,
    log,
  });
  onTestFinished(() => levels.close());
  engine.on('level', (level) => events.level(level));
  const { source, processing } = controls({
    engine,
    log,
    onStatus: () => events.statusChanged(),
    onSources: () => {
      events.sourcesChanged();
      probe.renew();
    },
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
  const defaults = new ListenerDefaults({
    settings: loadConfig([], {}).config,
    vet: () => undefined,
    onChange: (changes) => log.info('what new listeners get was changed', { changes }),
  });
  const app = createApp({
    sessions,
    sources: source,
    processing,
    defaults,
    events,
    levels,
    status,
    access: { tokens: undefined, hosts: new HostNames(['radio.local']), origins: new Set(), ...access },
    limits: allLimits,
    unready: () => unready(status(), allLimits.listeners),
    metrics,
    clientFolder: await clientFolder(),
    log,
  });
  const handler = app.callback();
  return { ...(await serve(handler, log)), handler, engine, sessions, events, levels, log };
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
