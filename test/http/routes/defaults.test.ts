import { describe, expect, it } from 'vitest';
import type { ListedDefault, OfferAnswer, Problem } from '../../../src/api.js';
import { offerFile } from '../../support/offers.js';
import { webApp } from '../../support/web-app.js';

function patch(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/defaults`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const list = async (url: string) => (await (await fetch(`${url}/api/defaults`)).json()) as ListedDefault[];

async function join(url: string): Promise<OfferAnswer['applied']> {
  const response = await fetch(`${url}/offer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'offer', sdp: offerFile('chromium-recvonly') }),
  });
  return ((await response.json()) as OfferAnswer).applied;
}

describe('GET /api/defaults', () => {
  it('lists what new listeners get, and is never kept', async () => {
    const { url } = await webApp();
    const response = await fetch(`${url}/api/defaults`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const found = (await response.json()) as ListedDefault[];
    expect(found).toHaveLength(8);
    expect(found[1]).toEqual({
      name: 'audio-bitrate',
      type: 'integer',
      description:
        'Bit rate of the Opus encoder. G.722 and G.711 always take 64000 bps and are left out below that.',
      default: 96_000,
      minimum: 6000,
      maximum: 510_000,
      value: 96_000,
    });
  });

  it('is for the operator alone', async () => {
    const { url } = await webApp();
    const response = await fetch(`${url}/api/defaults`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([403, 'operator-needed']);
  });
});

describe('PATCH /api/defaults', () => {
  it('is what the next one who joins gets, and nobody who listens', async () => {
    const { url, sessions, log } = await webApp();
    expect(await join(url)).toMatchObject({ codec: 'opus', bitrate: 96_000 });
    const response = await patch(url, { 'audio-bitrate': 64_000, 'opus-usedtx': false });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual(await list(url));
    expect(await join(url)).toMatchObject({ codec: 'opus', bitrate: 64_000, opus: { useDtx: false } });
    await patch(url, { 'preferred-codec': 'g722' });
    expect(await join(url)).toMatchObject({ codec: 'g722', bitrate: 64_000 });
    expect(sessions.list().map(({ applied }) => [applied.codec, applied.bitrate])).toEqual([
      ['opus', 96_000],
      ['opus', 64_000],
      ['g722', 64_000],
    ]);
    expect(log.of('info', 'what new listeners get was changed')).toEqual([
      { changes: { 'audio-bitrate': 64_000, 'opus-usedtx': false } },
      { changes: { 'preferred-codec': 'g722' } },
    ]);
  });

  it.each<[unknown, number, string]>([
    ['', 400, 'invalid-body'],
    ['{', 400, 'invalid-json'],
    [[], 400, 'invalid-body'],
    [{ 'audio-bitrate': 1 }, 422, 'invalid-defaults'],
    [{ 'audio-bitrate': [64_000] }, 422, 'invalid-defaults'],
    [{ 'audio-bitrate': 64_000, 'opus-cbr': {} }, 422, 'invalid-defaults'],
    [{ port: 80 }, 422, 'invalid-defaults'],
    ['{"__proto__":{"audio-bitrate":6000}}', 422, 'invalid-defaults'],
    [{ 'audio-bitrate': 32_000, 'preferred-codec': 'pcma' }, 422, 'invalid-defaults'],
  ])('%j is refused with %i %s, and nothing of it is done', async (body, status, code) => {
    const { url } = await webApp();
    const before = await list(url);
    const response = await patch(url, body);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
    expect(await list(url)).toEqual(before);
  });

  it('is only for the computer that runs Earshot', async () => {
    const { url } = await webApp();
    const response = await patch(url, { 'audio-bitrate': 64_000 }, { 'x-forwarded-for': '203.0.113.7' });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([403, 'operator-needed']);
    expect((await join(url)).bitrate).toBe(96_000);
  });
});
