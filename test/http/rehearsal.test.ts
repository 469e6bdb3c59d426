import Router from '@koa/router';
import Koa from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/errors.js';
import { problems } from '../../src/http/middleware/problems.js';
import { addOfferRoutes } from '../../src/http/routes/offer.js';
import type { Logger } from '../../src/log/logger.js';
import { completeAnswer } from '../../src/negotiation/answer.js';
import { rehearse } from '../../src/rehearsal.js';
import { Sessions } from '../../src/sessions/sessions.js';
import { FakeEngine } from '../support/fake-engine.js';
import { plan } from '../support/offers.js';
import { RecordedLog } from '../support/recorded-log.js';

/** The way of a listener on a fake engine, with or without a place to take. */
function stage(engine: FakeEngine, listeners: number) {
  return (log: Logger) => {
    const limits = { listeners, handshake: 10 };
    const sessions = new Sessions({ engine, negotiate: plan, complete: completeAnswer, limits, log });
    const router = new Router();
    addOfferRoutes(router, sessions);
    const app = new Koa().use(problems(log)).use(router.routes());
    return { handler: app.callback(), close: () => sessions.close() };
  };
}

describe('the rehearsal', () => {
  it('opens one listener, ends it, and logs nothing of it', async () => {
    const engine = new FakeEngine();
    const open = vi.spyOn(engine, 'open');
    const log = new RecordedLog();
    await rehearse(log, stage(engine, 1));
    expect(open).toHaveBeenCalledOnce();
    expect(engine.closed).toEqual([open.mock.calls[0]?.[0]]);
    expect(engine.branches.size).toBe(0);
    expect(log.lines).toEqual([]);
  });

  it('fails with what the first listener would have got', async () => {
    const refused = rehearse(new RecordedLog(), stage(new FakeEngine(), 0));
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'too-many-listeners' });
  });
});
