import { join } from 'node:path';
import type { Access } from './access/access.js';
import type { Tokens } from './access/tokens.js';
import type { Status } from './api.js';
import { ListenerDefaults, type ListenerSettings } from './config/listener-defaults.js';
import { packageRoot } from './config/load.js';
import type { Config } from './config/types.js';
import type { EngineSupervisor } from './engine/supervisor.js';
import { createApp } from './http/app.js';
import { EventStreams } from './http/events/event-streams.js';
import { LevelStreams } from './http/events/level-streams.js';
import { StreamPlaces } from './http/events/stream-places.js';
import { redirectToHttps } from './http/redirect.js';
import { unready } from './http/readiness.js';
import { HttpServer } from './http/server.js';
import type { Logger } from './log/logger.js';
import { completeAnswer } from './negotiation/answer.js';
import { Metrics } from './metrics/metrics.js';
import { negotiate } from './negotiation/negotiate.js';
import { rehearse } from './rehearsal.js';
import { Sessions } from './sessions/sessions.js';
import { ProcessingControl } from './sources/processing-control.js';
import { findSource } from './sources/find-source.js';
import { LevelProbe } from './sources/level-probe.js';
import { SourceControl } from './sources/source-control.js';
import { prepareAccess } from './startup/access.js';
import { usableCodecs } from './startup/elements.js';
import { hints } from './startup/hints.js';
import { prepareCertificate, watchCertificate } from './startup/https.js';
import { prepare, type PrepareOptions } from './startup/prepare.js';
import { version } from './startup/version.js';
import { type Certificate, fingerprint } from './tls/certificate.js';

interface Parts {
  engine: EngineSupervisor;
  sessions: Sessions;
  http: HttpServer;
  events: EventStreams;
  levels: LevelStreams;
  source: SourceControl;
  probe: LevelProbe;
  processing: ProcessingControl;
  metrics: Metrics;
  warning: string | undefined;
  access: Access;
  certificate: Certificate | undefined;
  /** Ends the watch of the certificate's files. */
  unwatch: () => void;
}

/** The composition root: knows all parts, starts them and stops them in the reverse order. */
export class Earshot {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @throws AppError when something a start needs is missing; nothing is left running then
   */
  static async start(config: Config, log: Logger, options: PrepareOptions = {}): Promise<Earshot> {
    const access = prepareAccess(config, log);
    const certificate = await prepareCertificate(config);
    const { engine, catalog, info, choice, filters, devices } = await prepare(config, log, options);
    for (const hint of hints(config)) log.info(hint);
    const { missingElements } = info;
    const onStatus = () => events.statusChanged();
    const source = new SourceControl({
      engine,
      folder: config.pipelines.folder,
      files: catalog,
      playing: { definition: findSource(catalog, choice.source.name), values: choice.values },
      devices,
      missingElements,
      log,
      onStatus,
      onSources: () => {
        events.sourcesChanged();
        probe.renew();
      },
    });
    const probe = new LevelProbe({ engine, probed: () => source.probed(), log });
    const processing = new ProcessingControl({
      engine,
      filters: catalog.filters,
      enabled: filters.enabled,
      values: filters.values,
      missingElements,
      log,
      onStatus,
    });
    const codecs = ({ audio }: ListenerSettings) =>
      usableCodecs(catalog.codecs, missingElements, audio.bitrate).codecs;
    const defaults = new ListenerDefaults({
      settings: config,
      vet: codecs,
      onChange: (changes) => log.info('what new listeners get was changed', { changes }),
    });
    const sessionParts = {
      engine,
      negotiate: (offer: string) => negotiate(offer, defaults.settings, codecs(defaults.settings)),
      complete: completeAnswer,
      limits: config.limits,
    };
    const sessions = new Sessions({
      ...sessionParts,
      log,
      onChange: onStatus,
      onJoin: (outcome, ms) => metrics.joined(outcome, ms),
    });
    const status = (): Status => ({
      version,
      source: source.status,
      processing: processing.status,
      encoders: sessions.encoders(),
      listeners: sessions.list(),
      engine: engine.status,
    });
    const metrics = new Metrics(engine, status);
    const places = new StreamPlaces(config.limits.eventStreams);
    const events = new EventStreams({
      status,
      sources: () => source.list(),
      meter: (on) => {
        // An engine that is away is told when it comes back.
        engine.setMetering(on).catch((error: unknown) => log.debug('the meter', { error: String(error) }));
      },
      places,
      log,
    });
    const levels = new LevelStreams({
      levels: () => probe.take(),
      probe: (on) => probe.want(on),
      places,
      log,
    });
    engine.on('level', (level) => events.level(level));
    engine.on('died', onStatus);
    engine.on('ready', onStatus);
    const clientFolder = join(packageRoot(), 'dist/client');
    const { limits } = config;
    const appParts = {
      sessions,
      sources: source,
      processing,
      defaults,
      events,
      levels,
      status,
      unready: () => unready(status(), limits.listeners),
      metrics,
      access,
      limits,
      clientFolder,
      log,
    };
    const http = new HttpServer(createApp(appParts).callback(), log, {
      limits: {
        headersTimeout: limits.headersTimeout * 1000,
        requestTimeout: limits.requestTimeout * 1000,
        connections: limits.connections,
        connectionsPerAddress: limits.connectionsPerAddress,
      },
      ...(certificate && { tls: { certificate, onPlain: redirectToHttps(access.hosts) } }),
    });
    const unwatch = watchCertificate(config, certificate, http, log);
    const { warning } = choice;
    const earshot = new Earshot({
      engine,
      sessions,
      http,
      events,
      levels,
      source,
      probe,
      processing,
      metrics,
      warning,
      access,
      certificate,
      unwatch,
    });
    try {
      await processing.start();
      await source.start();
      await rehearse(log, (quiet) => {
        const nobody = new Sessions({ ...sessionParts, log: quiet });
        return {
          handler: createApp({
            ...appParts,
            access: { ...access, tokens: undefined },
            sessions: nobody,
            log: quiet,
          }).callback(),
          close: () => nobody.close(),
        };
      });
      await http.listen(config.server.host, config.server.port);
      if (config.engine.reserve) engine.keepReserve();
    } catch (error) {
      await earshot.close();
      throw error;
    }
    return earshot;
  }

  get port(): number {
    return this.#parts.http.port;
  }

  get sourceTitle(): string {
    return this.#parts.source.status.title;
  }

  /** What a person should know about the chosen source. */
  get warning(): string | undefined {
    return this.#parts.warning;
  }

  /** What listening and steering ask for; undefined: nothing. */
  get tokens(): Tokens | undefined {
    return this.#parts.access.tokens;
  }

  /** Of the certificate; undefined: plain HTTP. */
  get fingerprint(): string | undefined {
    const { certificate } = this.#parts;
    return certificate && fingerprint(certificate);
  }

  /** Takes no more requests, then ends the listeners and the engine. Idempotent. */
  async close(): Promise<void> {
    const { engine, sessions, http, events, levels, source, probe, processing, metrics, unwatch } =
      this.#parts;
    unwatch();
    events.close();
    levels.close();
    metrics.close();
    await http.close();
    processing.close();
    // Together: an engine that hangs answers no closing session until it is ended itself.
    await Promise.all([source.close(), probe.close(), sessions.close(), engine.close()]);
  }
}
