/** Everything a request passes through, from outside to inside. */

import Router from '@koa/router';
import Koa from 'koa';
import type { Status } from '../api.js';
import type { Logger } from '../log/logger.js';
import type { EventStreams } from './events/event-streams.js';
import { methodNotAllowed } from './middleware/method-not-allowed.js';
import { problems } from './middleware/problems.js';
import { requestId } from './middleware/request-id.js';
import { requestLog } from './middleware/request-log.js';
import { sameOrigin } from './middleware/same-origin.js';
import { securityHeaders } from './middleware/security-headers.js';
import type { Unready } from './readiness.js';
import { clientFiles } from './routes/client.js';
import { addEventRoute } from './routes/events.js';
import { addHealthRoutes } from './routes/health.js';
import { addMetricsRoute, type MetricsText } from './routes/metrics.js';
import { addOfferRoutes, type OfferSessions } from './routes/offer.js';
import { addProcessingRoutes, type FilterChain } from './routes/processing.js';
import { addSourceRoutes, type SourceChooser } from './routes/sources.js';
import { addStatusRoute } from './routes/status.js';

export interface AppParts {
  sessions: OfferSessions;
  sources: SourceChooser;
  processing: FilterChain;
  events: EventStreams;
  status: () => Status;
  /** What keeps a new listener from being served. */
  unready: () => Unready[];
  metrics: MetricsText;
  /** Folder of the built client. */
  clientFolder: string;
  log: Logger;
}

export function createApp(parts: AppParts): Koa {
  const { sessions, sources, processing, events, status, unready, metrics, clientFolder, log } = parts;
  const router = new Router({ sensitive: true, strict: true });
  addOfferRoutes(router, sessions);
  addStatusRoute(router, status);
  addHealthRoutes(router, unready);
  addMetricsRoute(router, metrics);
  addSourceRoutes(router, sources);
  addProcessingRoutes(router, processing);
  addEventRoute(router, events);

  const app = new Koa();
  // What reaches koa itself came too late for an answer: a client that went away in the middle of one.
  app.on('error', (error: Error) => log.debug('an answer could not be sent', { error: error.message }));

  app.use(requestId);
  app.use(problems(log));
  app.use(requestLog(log));
  app.use(securityHeaders);
  app.use(sameOrigin);
  app.use(router.routes());
  app.use(methodNotAllowed);
  app.use(clientFiles(clientFolder));
  return app;
}
