import { describe, expect, it } from 'vitest';
import { type Answered, ask, codeOf } from '../../support/ask.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

const headers = { 'Content-Type': 'application/sdp' };
const offer = offerFile('chromium-recvonly');

function post(url: string, body = offer): Promise<Answered> {
  return ask(`${url}/whep`, { method: 'POST', headers, body });
}

describe('POST /whep', () => {
  it('answers an offer with 201, the answer, and where the session is', async () => {
    const { url, sessions } = await webApp();
    const { status, headers: has, body } = await post(url);
    expect(status).toBe(201);
    expect(has['content-type']).toBe('application/sdp');
    expect(has.location).toMatch(/^\/whep\/[0-9a-f-]{36}$/);
    expect(has['cache-control']).toBe('no-store');
    expect(has.etag).toBeUndefined();
    expect(body).toMatch(/^v=0\r\n[^]*a=sendonly\r\n/);
    expect(body).toMatch(/a=candidate:/);
    expect(sessions.list()).toHaveLength(1);
  });

  it.each(['application/json', 'text/plain', 'application/trickle-ice-sdpfrag', ''])(
    'takes no %j',
    async (type) => {
      const { url, sessions } = await webApp();
      const answer = await ask(`${url}/whep`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: offer,
      });
      expect([answer.status, codeOf(answer)]).toEqual([415, 'unsupported-media-type']);
      expect(answer.headers.accept).toBe('application/sdp');
      expect(sessions.list()).toEqual([]);
    },
  );

  it.each([
    ['not-sdp', 400, 'invalid-sdp'],
    ['sendonly', 422, 'wrong-direction'],
    ['video-only', 422, 'no-audio'],
  ])('refuses the offer %s', async (name, status, code) => {
    const { url } = await webApp();
    const answer = await post(url, offerFile(name));
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.location).toBeUndefined();
  });

  it('has 503 and the time to wait where all places are taken', async () => {
    const { url } = await webApp({ limits: { listeners: 1 } });
    await post(url);
    const answer = await post(url);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
  });
});

describe('the session that WHEP made', () => {
  it('is ended by DELETE, once, whatever ETag is sent', async () => {
    const { url, sessions, engine } = await webApp();
    const { headers: has } = await post(url);
    const session = url + String(has.location);
    expect((await ask(session)).status).toBe(204);
    expect((await ask(session, { method: 'DELETE', headers: { 'If-Match': '"x"' } })).status).toBe(200);
    expect(sessions.list()).toEqual([]);
    expect(engine.branches.size).toBe(0);
    for (const method of ['DELETE', 'GET']) expect((await ask(session, { method })).status).toBe(404);
  });

  describe('when it is trickled to', () => {
    const ufrag = /^a=ice-ufrag:(.*)\r$/m.exec(offer)?.[1] ?? '';
    const fragment = `a=ice-ufrag:${ufrag}\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 UDP 1 192.0.2.1 9 typ host\r\n`;

    async function patch(edit: (text: string) => string, more: Record<string, string> = {}) {
      const app = await webApp();
      const { headers: has } = await post(app.url);
      expect(has['accept-patch']).toBe('application/trickle-ice-sdpfrag');
      const answer = await ask(app.url + String(has.location), {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', ...more },
        body: edit(fragment),
      });
      return { ...app, answer };
    }

    it.each([undefined, '*', '"x"'])(
      'takes candidates of the same ICE session, with If-Match %j',
      async (tag) => {
        const { answer, sessions } = await patch(
          (text) => text,
          tag === undefined ? {} : { 'If-Match': tag },
        );
        expect([answer.status, answer.body, answer.headers.etag]).toEqual([204, '', undefined]);
        expect(sessions.list()).toHaveLength(1);
      },
    );

    it.each([
      ['another ufrag', (text: string) => text.replace(ufrag, 'other')],
      ['another one in its section', (text: string) => `${text}a=ice-ufrag:other\r\n`],
    ])('is not restarted by %s, and stays', async (_, edit) => {
      const { answer, sessions } = await patch(edit);
      expect([answer.status, codeOf(answer)]).toEqual([422, 'ice-restart']);
      expect(sessions.list()).toHaveLength(1);
    });

    it('takes no other type', async () => {
      const { answer, sessions } = await patch((text) => text, { 'Content-Type': 'application/sdp' });
      expect([answer.status, codeOf(answer)]).toEqual([415, 'unsupported-media-type']);
      expect(sessions.list()).toHaveLength(1);
    });

    it('is not there after its end', async () => {
      const { url } = await webApp();
      const answer = await ask(`${url}/whep/x`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/trickle-ice-sdpfrag' },
        body: fragment,
      });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'session-not-found']);
    });
  });
});

describe('/whep', () => {
  it('says what it takes', async () => {
    const { url } = await webApp();
    const { status, headers: has } = await ask(`${url}/whep`, { method: 'OPTIONS' });
    expect([status, has['accept-post'], has.allow]).toEqual([
      204,
      'application/sdp',
      'GET, HEAD, OPTIONS, POST',
    ]);
  });

  it('has an empty yes for who looks', async () => {
    const { url } = await webApp();
    expect(await ask(`${url}/whep`)).toMatchObject({ status: 204, body: '' });
    const head = await ask(`${url}/whep`, { method: 'HEAD' });
    expect([head.status, head.headers['content-type']]).toEqual([200, 'application/sdp']);
  });

  it('asks for a token where there are any, for all but OPTIONS', async () => {
    const { url } = await webApp({
      access: { tokens: { listen: 'listen-token', operator: 'operator-token' } },
    });
    expect((await post(url)).status).toBe(401);
    for (const method of ['GET', 'HEAD']) expect((await ask(`${url}/whep`, { method })).status).toBe(401);
    expect((await ask(`${url}/whep`, { method: 'OPTIONS' })).status).toBe(204);
    const authorized = { ...headers, Authorization: 'Bearer listen-token' };
    const answer = await ask(`${url}/whep`, { method: 'POST', headers: authorized, body: offer });
    expect(answer.status).toBe(201);
    const session = url + String(answer.headers.location);
    expect((await ask(session, { method: 'DELETE' })).status).toBe(401);
    const { Authorization } = authorized;
    expect((await ask(session, { method: 'DELETE', headers: { Authorization } })).status).toBe(200);
  });
});
