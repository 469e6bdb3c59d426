import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { OfferAnswer, Problem } from '../../../src/api.js';
import { AppError } from '../../../src/errors.js';
import { completeAnswer } from '../../../src/negotiation/answer.js';
import { ask, codeOf } from '../../support/ask.js';
import { offerFile, plan } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

const chromiumOffer = offerFile('chromium-recvonly');

function postJson(url: string, value: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${url}/offer`, { method: 'POST', headers, body: JSON.stringify(value) });
}

function postSdp(url: string, sdp: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/sdp' };
  return fetch(`${url}/offer`, { method: 'POST', headers, body: sdp });
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('POST /offer', () => {
  it('answers JSON with answer, secret and applied settings as JSON', async () => {
    const { url, engine, sessions } = await webApp();

    const response = await postJson(url, { sdp: chromiumOffer, type: 'offer' });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      sdp: completeAnswer(plan(chromiumOffer), engine.answer),
      type: 'answer',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      applied: plan(chromiumOffer).applied,
      captured: { timestamp: expect.any(Number) as number, at: expect.any(Number) as number },
    });
    expect(sessions.list()).toHaveLength(1);
  });

  it('answers SDP with SDP and says where the session is', async () => {
    const { url, engine, sessions } = await webApp();

    const response = await postSdp(url, chromiumOffer);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/sdp');
    expect(await response.text()).toBe(completeAnswer(plan(chromiumOffer), engine.answer));

    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/^\/offer\/[0-9a-f-]{36}$/);
    expect((await fetch(url + location, { method: 'DELETE' })).status).toBe(204);
    expect(sessions.list()).toEqual([]);
  });

  it.each<[string, unknown, number, string]>([
    ['no object', 'v=0', 400, 'invalid-body'],
    ['nothing', null, 400, 'invalid-body'],
    ['a list', [chromiumOffer, 'offer'], 400, 'invalid-body'],
    ['no sdp', { type: 'offer' }, 400, 'invalid-body'],
    ['an sdp that is no text', { sdp: { v: 0 }, type: 'offer' }, 400, 'invalid-body'],
    ['no type', { sdp: chromiumOffer }, 400, 'invalid-body'],
    ['a type that is no text', { sdp: chromiumOffer, type: 1 }, 400, 'invalid-body'],
    ['an answer', { sdp: chromiumOffer, type: 'answer' }, 400, 'not-an-offer'],
    ['a type of its own', { sdp: chromiumOffer, type: 'x'.repeat(1000) }, 400, 'not-an-offer'],
    ['a prototype', { ['__proto__']: { sdp: chromiumOffer, type: 'offer' } }, 400, 'invalid-body'],
  ])('with %s is refused before it reaches the negotiation', async (_name, value, status, code) => {
    const negotiate = vi.fn(() => plan(chromiumOffer));
    const { url } = await webApp({ negotiate });

    const response = await postJson(url, value);

    expect(response.status).toBe(status);
    const problem = await problemOf(response);
    expect(problem.code).toBe(code);
    expect(problem.detail.length).toBeLessThan(200);
    expect(negotiate).not.toHaveBeenCalled();
  });

  it.each([
    ['not-sdp', 400, 'invalid-sdp'],
    ['no-sections', 422, 'no-audio'],
    ['video-only', 422, 'no-audio'],
    ['sendonly', 422, 'wrong-direction'],
    ['inactive', 422, 'wrong-direction'],
    ['no-fingerprint', 422, 'incomplete-offer'],
    ['no-ice', 422, 'incomplete-offer'],
    ['telephone-event-only', 422, 'no-common-codec'],
  ])('with the offer %s gets %i, and who listens goes on listening', async (name, status, code) => {
    const { url, engine, sessions } = await webApp();
    await sessions.create(chromiumOffer);
    const before = sessions.list();

    for (const response of [
      await postSdp(url, offerFile(name)),
      await postJson(url, { sdp: offerFile(name), type: 'offer' }),
    ]) {
      expect(response.status).toBe(status);
      expect(await problemOf(response)).toMatchObject({ code });
    }
    expect(sessions.list()).toEqual(before);
    expect(engine.closed).toEqual([]);
  });

  it.each([
    ['engine-unavailable', 503],
    ['engine-timeout', 503],
    ['negotiation-failed', 500],
  ] as const)('that the engine refuses as %s gets %i and leaves nothing behind', async (code, status) => {
    const { url, engine, sessions } = await webApp();
    engine.openFailure = new AppError(code, 'The reason.', { retryAfter: 2 });
    const response = await postSdp(url, chromiumOffer);

    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await problemOf(response)).toMatchObject({ code });
    expect(sessions.list()).toEqual([]);
    expect(engine.branches.size).toBe(0);
  });

  it('gets 503 and a time to wait when all places are taken', async () => {
    const { url } = await webApp({ limits: { listeners: 1, handshake: 10 } });
    await postSdp(url, chromiumOffer);
    const response = await postSdp(url, chromiumOffer);

    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('10');
    expect(await problemOf(response)).toMatchObject({ code: 'too-many-listeners' });
  });

  it('gets 429 where one address has all that it may have, and others are let in', async () => {
    const { url } = await webApp({ limits: { listeners: 10, listenersPerAddress: 1 } });
    const join = (localAddress: string) =>
      ask(`${url}/offer`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp' },
        body: chromiumOffer,
        localAddress,
      });
    expect((await join('127.0.0.2')).status).toBe(200);
    const refused = await join('127.0.0.2');
    expect([refused.status, codeOf(refused)]).toEqual([429, 'too-many-from-address']);
    expect(refused.headers['retry-after']).toBe('10');
    expect((await join('127.0.0.3')).status).toBe(200);
  });

  it('gets 503 for a moment where too many are connecting', async () => {
    const { url, engine, sessions } = await webApp({ limits: { listeners: 10, pending: 1 } });
    await postSdp(url, chromiumOffer);
    const refused = await postSdp(url, chromiumOffer);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await problemOf(refused)).toMatchObject({ code: 'too-many-handshakes' });
    engine.connect(sessions.list()[0]?.id ?? '');
    expect((await postSdp(url, chromiumOffer)).status).toBe(200);
  });

  it('from a page of another origin makes no session', async () => {
    const { url, sessions } = await webApp();
    for (const type of ['application/sdp', 'application/json', 'text/plain']) {
      const headers = { 'Content-Type': type, Origin: 'http://evil.example' };
      const response = await fetch(`${url}/offer`, { method: 'POST', headers, body: chromiumOffer });
      expect(response.status).toBe(403);
      expect(await problemOf(response)).toMatchObject({ code: 'cross-origin' });
    }
    expect(sessions.list()).toEqual([]);
  });

  it('whose client goes away before it is answered leaves nothing behind', async () => {
    const { port, engine, sessions, log } = await webApp();
    const release = engine.holdOpening();
    const client = connect(port, '127.0.0.1');
    client.write(
      `POST /offer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: ${chromiumOffer.length}\r\n\r\n${chromiumOffer}`,
    );
    await log.until('listener joined');
    expect(sessions.list()).toHaveLength(1);

    client.destroy();
    expect(await log.until('listener left')).toMatchObject({ fields: { reason: 'client-gone' } });
    release();
    await vi.waitFor(() => expect(engine.closed).toHaveLength(2));

    expect(sessions.list()).toEqual([]);
    expect(engine.branches.size).toBe(0);
    expect(log.of('error', 'a request failed for an unknown reason')).toEqual([]);
  });

  it('whose answer has arrived is not ended by the end of its connection', async () => {
    const { port, sessions, log } = await webApp();
    const client = connect(port, '127.0.0.1');
    client.write(
      `POST /offer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: ${chromiumOffer.length}\r\n\r\n${chromiumOffer}`,
    );
    await once(client, 'data');
    client.destroy();
    await log.until('request');
    expect(sessions.list()).toHaveLength(1);
  });
});

describe('DELETE /offer/{id}', () => {
  it('ends the session, once', async () => {
    const { url, engine, sessions } = await webApp();
    const { id } = (await (await postJson(url, { sdp: chromiumOffer, type: 'offer' })).json()) as OfferAnswer;

    const response = await fetch(`${url}/offer/${id}`, { method: 'DELETE' });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(sessions.list()).toEqual([]);
    expect(engine.branches.size).toBe(0);

    const again = await fetch(`${url}/offer/${id}`, { method: 'DELETE' });
    expect(again.status).toBe(404);
    expect(await problemOf(again)).toMatchObject({ code: 'session-not-found' });
  });

  it('does not take the public id', async () => {
    const { url, sessions } = await webApp();
    await postSdp(url, chromiumOffer);
    const response = await fetch(`${url}/offer/${sessions.list()[0]?.id}`, { method: 'DELETE' });
    expect(response.status).toBe(404);
    expect(sessions.list()).toHaveLength(1);
  });

  it.each(['unknown', '%00', '%E0%A4%A', '__proto__', 'constructor', 'x'.repeat(2000)])(
    'of %s gets 404',
    async (id) => {
      const { url } = await webApp();
      const response = await fetch(`${url}/offer/${id}`, { method: 'DELETE' });
      expect(response.status).toBe(404);
      expect(await problemOf(response)).toMatchObject({ code: 'session-not-found' });
    },
  );

  it('from a page of another origin ends nothing', async () => {
    const { url, sessions } = await webApp();
    const { id } = await sessions.create(chromiumOffer);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await fetch(`${url}/offer/${id}`, { method: 'DELETE', headers })).status).toBe(403);
    expect(sessions.list()).toHaveLength(1);
  });
});

describe('the log of a whole visit', () => {
  it('never has the secret', async () => {
    const { url, log } = await webApp();
    const { id } = (await (await postJson(url, { sdp: chromiumOffer, type: 'offer' })).json()) as OfferAnswer;
    await fetch(`${url}/offer/${id}`);
    await fetch(`${url}/offer/${id}`, { method: 'DELETE' });
    await fetch(`${url}/offer/${id}`, { method: 'DELETE' });

    await vi.waitFor(() => expect(log.of('debug', 'request')).toHaveLength(4));
    expect(JSON.stringify(log.lines)).not.toContain(id);
  });
});
