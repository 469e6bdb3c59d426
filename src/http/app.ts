/** Everything a request passes through, from outside to inside. */

import Router from '@koa/router';
import Koa from 'koa';
import type { Access } from '../access/access.js';
import type { Status } from '../api.js';
import type { Limits } from '../config/types.js';
import type { Logger } from '../log/logger.js';
import { serverNow } from '../server-clock.js';
import { bodyUpTo } from './middleware/body.js';
import { crossOriginSharing } from './middleware/cross-origin-sharing.js';
import { identify } from './middleware/identify.js';
import { knownHost } from './middleware/known-host.js';
import { methodNotAllowed } from './middleware/method-not-allowed.js';
import { offerBudget } from './middleware/offer-budget.js';
import { problems } from './middleware/problems.js';
import { requestId } from './middleware/request-id.js';
import { requestLog } from './middleware/request-log.js';
import { sameOrigin } from './middleware/same-origin.js';
import { securityHeaders } from './middleware/security-headers.js';
import type { Unready } from './readiness.js';
import { addAccessRoute } from './routes/access.js';
import { clientFiles } from './routes/client.js';
import { addClockRoute } from './routes/clock.js';
import { addDefaultsRoutes, type Defaults } from './routes/defaults.js';
import { addEventRoutes, type Streams } from './routes/events.js';
import { addHealthRoutes } from './routes/health.js';
import type { ListenerSessions } from './routes/listener-sessions.js';
import { addListenerRoutes, type Disconnectable } from './routes/listeners.js';
import { addMetricsRoute, type MetricsText } from './routes/metrics.js';
import { addOfferRoutes } from './routes/offer.js';
import { addProcessingRoutes, type FilterChain } from './routes/processing.js';
import { addSourceRoutes, type SourceChooser } from './routes/sources.js';
import { addStatusRoute } from './routes/status.js';
import { addWhepRoutes } from './routes/whep.js';

export interface AppParts {
  sessions: ListenerSessions & Disconnectable;
  sources: SourceChooser;
  processing: FilterChain;
  defaults: Defaults;
  events: Streams;
  levels: Streams;
  status: () => Status;
  access: Access;
  limits: Pick<Limits, 'offers' | 'offersPerAddress' | 'tokenFailures' | 'body'>;
  /** What keeps a new listener from being served. */
  unready: () => Unready[];
  metrics: MetricsText;
  /** Folder of the built client. */
  clientFolder: string;
  log: Logger;
}

export function createApp(parts: AppParts): Koa {
  const {
    sessions,
    sources,
    processing,
    defaults,
    events,
    levels,
    status,
    unready,
    metrics,
    clientFolder,
    log,
  } = parts;
  const { tokens, hosts, origins } = parts.access;
  const body = bodyUpTo(parts.limits.body);
  const joining = { body, budget: offerBudget(parts.limits, log) };
  const router = new Router({ sensitive: true, strict: true });
  addAccessRoute(router, tokens !== undefined);
  addOfferRoutes(router, sessions, joining);
  addWhepRoutes(router, sessions, joining);
  addListenerRoutes(router, sessions);
  addStatusRoute(router, status);
  addClockRoute(router, serverNow);
  addHealthRoutes(router, unready);
  addMetricsRoute(router, metrics);
  addSourceRoutes(router, sources, body);
  addProcessingRoutes(router, processing, body);
  addDefaultsRoutes(router, defaults, body);
  addEventRoutes(router, events, levels);

  const app = new Koa();
  // What reaches koa itself came too late for an answer: a client that went away in the middle of one.
  app.on('error', (error: Error) => log.debug('an answer could not be sent', { error: error.message }));

  app.use(requestId);
  app.use(problems(log));
  app.use(requestLog(log));
  app.use(securityHeaders);
  app.use(knownHost(hosts));
  app.use(crossOriginSharing(origins));
  app.use(sameOrigin(origins));
  app.use(identify({ tokens, failures: parts.limits.tokenFailures, log }));
  app.use(router.routes());
  app.use(methodNotAllowed);
  app.use(clientFiles(clientFolder));
  return app;
}
