import { join } from 'node:path';
import type { Status } from './api.js';
import { packageRoot } from './config/load.js';
import type { Config } from './config/types.js';
import { SourceState } from './engine/source-state.js';
import type { EngineSupervisor } from './engine/supervisor.js';
import { createApp } from './http/app.js';
import { HttpServer } from './http/server.js';
import type { Logger } from './log/logger.js';
import { completeAnswer } from './negotiation/answer.js';
import { negotiate } from './negotiation/negotiate.js';
import { Sessions } from './sessions/sessions.js';
import { hints } from './startup/hints.js';
import { prepare } from './startup/prepare.js';
import { rehearse } from './startup/rehearse.js';
import { version } from './startup/version.js';

/** The composition root: knows all parts, starts them and stops them in the reverse order. */
export class Earshot {
  readonly #engine: EngineSupervisor;
  readonly #sessions: Sessions;
  readonly #http: HttpServer;
  readonly #source: SourceState;
  /** What a person should know about the chosen source. */
  readonly warning: string | undefined;

  private constructor(parts: {
    engine: EngineSupervisor;
    sessions: Sessions;
    http: HttpServer;
    source: SourceState;
    warning: string | undefined;
  }) {
    this.#engine = parts.engine;
    this.#sessions = parts.sessions;
    this.#http = parts.http;
    this.#source = parts.source;
    this.warning = parts.warning;
  }

  /**
   * @throws AppError when something a start needs is missing; nothing is left running then
   */
  static async start(config: Config, log: Logger): Promise<Earshot> {
    const { engine, codecs, choice } = await prepare(config, log);
    for (const hint of hints(config)) log.info(hint);
    const source = new SourceState(choice.source, engine, log);
    const sessions = new Sessions({
      engine,
      negotiate: (offer) => negotiate(offer, config, codecs),
      complete: completeAnswer,
      limits: config.limits,
      log,
    });
    const status = (): Status => ({
      version,
      source: source.status,
      processing: [],
      encoders: sessions.encoders(),
      listeners: sessions.list(),
      engine: engine.status,
    });
    const clientFolder = join(packageRoot(), 'dist/client');
    const app = createApp({ sessions, status, clientFolder, log });
    const http = new HttpServer(app.callback(), log);
    const earshot = new Earshot({ engine, sessions, http, source, warning: choice.warning });
    try {
      await engine.setSource(choice.source);
      await rehearse(engine, config, codecs);
      await http.listen(config.server.host, config.server.port);
    } catch (error) {
      await earshot.close();
      throw error;
    }
    return earshot;
  }

  get port(): number {
    return this.#http.port;
  }

  get sourceTitle(): string {
    return this.#source.status.title;
  }

  /** Takes no more requests, then ends the listeners and the engine. Idempotent. */
  async close(): Promise<void> {
    await this.#http.close();
    // Together: an engine that hangs answers no closing session until it is ended itself.
    await Promise.all([this.#sessions.close(), this.#engine.close()]);
  }
}
