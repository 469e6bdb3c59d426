import { describe, expect, it, vi } from 'vitest';
import { ask, codeOf } from '../../support/ask.js';
import { webApp } from '../../support/web-app.js';

const access = { tokens: { listen: 'listen-token', operator: 'operator-token' } };

/** Every request of the API, and the role it takes. */
const requests = [
  ['GET', '/api/access', 'listen'],
  ['GET', '/api/status', 'listen'],
  ['GET', '/api/clock', 'listen'],
  ['GET', '/api/sources', 'listen'],
  ['GET', '/api/processing', 'listen'],
  ['HEAD', '/api/events', 'listen'],
  ['POST', '/offer', 'listen'],
  ['DELETE', '/offer/x', 'listen'],
  ['POST', '/whep', 'listen'],
  ['GET', '/whep', 'listen'],
  ['GET', '/whep/x', 'listen'],
  ['PATCH', '/whep/x', 'listen'],
  ['DELETE', '/whep/x', 'listen'],
  ['HEAD', '/api/sources/levels', 'operator'],
  ['PUT', '/api/source', 'operator'],
  ['PATCH', '/api/processing', 'operator'],
  ['GET', '/api/defaults', 'operator'],
  ['PATCH', '/api/defaults', 'operator'],
] as const;

describe('GET /api/access', () => {
  it('says that this machine may steer where there are no tokens', async () => {
    const { url } = await webApp();
    const { body, headers } = await ask(`${url}/api/access`);
    expect(JSON.parse(body)).toEqual({ role: 'operator', tokenNeeded: false });
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each(['listen', 'operator'] as const)('says what the token to %s is good for', async (role) => {
    const { url } = await webApp({ access });
    const headers = { Authorization: `Bearer ${access.tokens[role]}` };
    expect(JSON.parse((await ask(`${url}/api/access`, { headers })).body)).toEqual({
      role,
      tokenNeeded: true,
    });
  });
});

describe('where there are tokens', () => {
  it.each(requests)('%s %s needs the one to %s', async (method, path, role) => {
    const { url } = await webApp({ access });
    const { status, headers } = await ask(url + path, { method });
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="Earshot"']);
    const Authorization = `Bearer ${access.tokens.listen}`;
    const heard = await ask(url + path, { method, headers: { Authorization } });
    if (role === 'listen') expect([401, 403]).not.toContain(heard.status);
    else expect(heard.status).toBe(403);
    if (role === 'operator' && method !== 'HEAD') expect(codeOf(heard)).toBe('operator-needed');
    const steering = await ask(url + path, {
      method,
      headers: { Authorization: `Bearer ${access.tokens.operator}` },
    });
    expect([401, 403]).not.toContain(steering.status);
  });

  it.each(['/', '/src/main.js', '/style.css'])('%s, which holds no secret, needs none', async (path) => {
    const { url } = await webApp({ access });
    expect((await ask(url + path)).status).toBe(200);
  });

  it('no line of the log has one, however it came', async () => {
    const { url, log } = await webApp({ access });
    await ask(`${url}/api/status`, { headers: { Authorization: 'Bearer listen-token' } });
    await ask(`${url}/api/status?token=listen-token`);
    await ask(`${url}/api/status`, { headers: { Authorization: 'Bearer not-the-token' } });
    await vi.waitFor(() => expect(log.of('debug', 'request')).toHaveLength(3));
    expect(JSON.stringify(log.lines)).not.toMatch(/listen-token|not-the-token/);
  });
});
