import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/errors.js';
import { rehearse } from '../../src/rehearsal.js';
import { RecordedLog } from '../support/recorded-log.js';
import { type WebApp, webApp } from '../support/web-app.js';

function stage({ handler, sessions }: WebApp) {
  return { handler, close: () => sessions.close() };
}

describe('the rehearsal', () => {
  it('opens one listener and ends it', async () => {
    const app = await webApp();
    const open = vi.spyOn(app.engine, 'open');
    await rehearse(app.log, () => stage(app));
    expect(open).toHaveBeenCalledOnce();
    expect(app.engine.closed).toEqual([open.mock.calls[0]?.[0]]);
    expect(app.engine.branches.size).toBe(0);
  });

  it('fails with what the first listener would have got', async () => {
    const app = await webApp();
    app.engine.openFailure = new AppError('negotiation-failed', 'no certificate');
    const refused = rehearse(app.log, () => stage(app));
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'negotiation-failed', message: 'no certificate' });
  });

  it('tells of trouble, not of itself', async () => {
    const app = await webApp();
    const log = new RecordedLog();
    await rehearse(log, (quiet) => {
      quiet.info('listener joined');
      quiet.debug('request');
      quiet.warn('trouble');
      return stage(app);
    });
    expect(log.lines.map(({ message }) => message)).toEqual(['trouble']);
  });
});
