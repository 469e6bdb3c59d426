/** Everything a request passes through, from outside to inside. */

import Router from '@koa/router';
import Koa from 'koa';
import type { Status } from '../api.js';
import type { Logger } from '../log/logger.js';
import { methodNotAllowed } from './middleware/method-not-allowed.js';
import { problems } from './middleware/problems.js';
import { requestLog } from './middleware/request-log.js';
import { sameOrigin } from './middleware/same-origin.js';
import { securityHeaders } from './middleware/security-headers.js';
import { clientFiles } from './routes/client.js';
import { addOfferRoutes, type OfferSessions } from './routes/offer.js';
import { addStatusRoute } from './routes/status.js';

export interface AppParts {
  sessions: OfferSessions;
  status: () => Status;
  /** Folder of the built client. */
  clientFolder: string;
  log: Logger;
}

export function createApp({ sessions, status, clientFolder, log }: AppParts): Koa {
  const router = new Router({ sensitive: true, strict: true });
  addOfferRoutes(router, sessions);
  addStatusRoute(router, status);

  const app = new Koa();
  // What reaches koa itself came too late for an answer: a client that went away in the middle of one.
  app.on('error', (error: Error) => log.debug('an answer could not be sent', { error: error.message }));

  app.use(problems(log));
  app.use(requestLog(log));
  app.use(securityHeaders);
  app.use(sameOrigin);
  app.use(router.routes());
  app.use(methodNotAllowed);
  app.use(clientFiles(clientFolder));
  return app;
}
