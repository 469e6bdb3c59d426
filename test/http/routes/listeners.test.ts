import { describe, expect, it } from 'vitest';
import type { OfferAnswer, Problem } from '../../../src/api.js';
import { offerFile } from '../../support/offers.js';
import { webApp, type WebApp } from '../../support/web-app.js';

const chromiumOffer = offerFile('chromium-recvonly');

async function join({ url }: WebApp): Promise<OfferAnswer> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ sdp: chromiumOffer, type: 'offer' });
  return (await (await fetch(`${url}/offer`, { method: 'POST', headers, body })).json()) as OfferAnswer;
}

function remove({ url }: WebApp, path: string): Promise<Response> {
  return fetch(url + path, { method: 'DELETE' });
}

describe('DELETE /api/listeners/{id}', () => {
  it('ends the session of this public name and no other', async () => {
    const app = await webApp();
    await join(app);
    await join(app);
    const [first, second] = app.sessions.list().map(({ id }) => id);

    expect((await remove(app, `/api/listeners/${first ?? ''}`)).status).toBe(204);

    expect(app.sessions.list().map(({ id }) => id)).toEqual([second]);
  });

  it('has its listener told so when it leaves, once', async () => {
    const app = await webApp();
    const { id } = await join(app);
    await remove(app, `/api/listeners/${app.sessions.list()[0]?.id ?? ''}`);

    const told = await remove(app, `/offer/${id}`);
    expect(told.status).toBe(410);
    expect(((await told.json()) as Problem).code).toBe('disconnected');
    expect((await remove(app, `/offer/${id}`)).status).toBe(404);
  });

  it('does not take the secret name for the public one', async () => {
    const app = await webApp();
    const { id } = await join(app);

    const refusal = await remove(app, `/api/listeners/${id}`);

    expect(refusal.status).toBe(404);
    expect(((await refusal.json()) as Problem).code).toBe('session-not-found');
    expect(app.sessions.list()).toHaveLength(1);
  });

  it('is not for those who come through a proxy', async () => {
    const app = await webApp();
    await join(app);
    const path = `/api/listeners/${app.sessions.list()[0]?.id ?? ''}`;

    const refusal = await fetch(app.url + path, {
      method: 'DELETE',
      headers: { 'X-Forwarded-For': '192.0.2.1' },
    });

    expect(refusal.status).toBe(403);
    expect(app.sessions.list()).toHaveLength(1);
  });
});
