import { describe, expect, it } from 'vitest';
import { ask, codeOf } from '../../support/ask.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

const headers = { 'Content-Type': 'application/sdp' };
const body = offerFile('chromium-recvonly');

describe('offers', () => {
  it('beyond the budget of an address are refused with the time to wait, on both routes together', async () => {
    const { url, log, sessions } = await webApp({ limits: { offersPerAddress: 1, listeners: 100 } });
    for (let i = 0; i < 10; i += 1) {
      const { status } = await ask(`${url}/${i % 2 ? 'offer' : 'whep'}`, { method: 'POST', headers, body });
      expect(status).toBeLessThan(202);
    }
    for (const path of ['/offer', '/whep']) {
      const refused = await ask(url + path, { method: 'POST', headers, body });
      expect([refused.status, codeOf(refused)]).toEqual([429, 'too-many-offers']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(10);
    }
    expect(sessions.list()).toHaveLength(10);
    expect(log.of('warn', 'too many offers are refused for a while')).toEqual([{ address: '127.0.0.1' }]);
  });

  it('of one address leave the others theirs', async () => {
    const { url } = await webApp({ limits: { offersPerAddress: 1, offers: 2, listeners: 100 } });
    const from = (localAddress: string) =>
      ask(`${url}/whep`, { method: 'POST', headers, body, localAddress });
    for (let i = 0; i < 30; i += 1) await from('127.0.0.2');
    expect((await from('127.0.0.3')).status).toBe(201);
  });

  it('of many addresses have a budget together', async () => {
    const { url } = await webApp({ limits: { offersPerAddress: 1, offers: 1, listeners: 100 } });
    const from = (localAddress: string) =>
      ask(`${url}/whep`, { method: 'POST', headers, body, localAddress });
    for (let i = 0; i < 10; i += 1) expect((await from(`127.0.1.${i + 1}`)).status).toBe(201);
    expect((await from('127.0.2.1')).status).toBe(429);
  });

  it('that are not valid count as well', async () => {
    const { url } = await webApp({ limits: { offersPerAddress: 1 } });
    const send = () => ask(`${url}/whep`, { method: 'POST', headers, body: 'v=0' });
    for (let i = 0; i < 10; i += 1) expect((await send()).status).toBeGreaterThanOrEqual(400);
    expect((await send()).status).toBe(429);
  });

  it('do not keep anybody from leaving, or from looking', async () => {
    const { url, sessions } = await webApp({ limits: { offersPerAddress: 1, listeners: 100 } });
    const { headers: answer } = await ask(`${url}/whep`, { method: 'POST', headers, body });
    for (let i = 0; i < 20; i += 1) await ask(`${url}/whep`, { method: 'POST', headers, body: 'v=0' });
    expect((await ask(`${url}/api/status`)).status).toBe(200);
    expect((await ask(url + String(answer.location), { method: 'DELETE' })).status).toBe(200);
    expect(sessions.list()).toEqual([]);
  });
});
