import { describe, expect, it } from 'vitest';
import { type Answered, ask } from '../../support/ask.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

const friend = 'https://radio.example';
const offer = offerFile('chromium-recvonly');

function withFriend() {
  return webApp({ access: { origins: new Set([friend]) } });
}

/** The headers by which a browser lets a page of another origin read. */
function sharing({ headers }: Answered): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));
}

describe('a page of an allowed origin', () => {
  it('may send an offer, and read where its session is', async () => {
    const { url } = await withFriend();
    const headers = { Origin: friend, 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'application/sdp' };
    const answer = await ask(`${url}/whep`, { method: 'POST', headers, body: offer });
    expect(answer.status).toBe(201);
    expect(answer.headers['access-control-allow-origin']).toBe(friend);
    for (const name of ['Location', 'ETag', 'Link'])
      expect(answer.headers['access-control-expose-headers']).toContain(name);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it.each(['/whep', '/offer', '/api/source', '/src/main.js'])(
    'gets its question about %s answered',
    async (path) => {
      const { url } = await withFriend();
      const headers = {
        Origin: friend,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization, content-type',
      };
      const answer = await ask(url + path, { method: 'OPTIONS', headers });
      expect(answer.status).toBe(204);
      expect(sharing(answer)).toMatchObject({
        'access-control-allow-origin': friend,
        'access-control-allow-methods': expect.stringMatching(/POST.*DELETE/) as string,
        'access-control-allow-headers': expect.stringMatching(/Authorization, Content-Type/) as string,
        'access-control-max-age': '600',
      });
      expect(answer.headers.vary).toContain('Origin');
    },
  );

  it('may read a refusal', async () => {
    const { url } = await withFriend();
    const headers = { Origin: friend, 'Content-Type': 'text/plain' };
    const answer = await ask(`${url}/whep`, { method: 'POST', headers, body: offer });
    expect(answer.status).toBe(415);
    expect(answer.headers['access-control-allow-origin']).toBe(friend);
  });

  it.each(['/src/main.js', '/style.css', '/api/status'])('may read %s', async (path) => {
    const { url } = await withFriend();
    const answer = await ask(url + path, { headers: { Origin: friend, 'Sec-Fetch-Site': 'cross-site' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': friend,
      'cross-origin-resource-policy': 'cross-origin',
      vary: expect.stringContaining('Origin') as string,
    });
  });
});

describe('a page of any other origin', () => {
  it.each(['http://radio.example', 'https://radio.example:8443', 'https://evil.example', 'null'])(
    '%s gets no leave, though others have it',
    async (Origin) => {
      const { url, sessions } = await withFriend();
      const preflight = { Origin, 'Access-Control-Request-Method': 'POST' };
      for (const answer of [
        await ask(`${url}/whep`, { method: 'OPTIONS', headers: preflight }),
        await ask(`${url}/whep`, {
          method: 'POST',
          headers: { Origin, 'Content-Type': 'application/sdp' },
          body: offer,
        }),
        await ask(`${url}/src/main.js`, { headers: { Origin } }),
      ]) {
        expect(sharing(answer)).toEqual({});
        expect(answer.headers.vary).toContain('Origin');
      }
      expect(sessions.list()).toEqual([]);
    },
  );
});
