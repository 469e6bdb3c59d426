import { describe, expect, it } from 'vitest';
import type { FilterStatus, Problem, Status } from '../../../src/api.js';
import { webApp } from '../../support/web-app.js';

function patch(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/processing`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

describe('GET /api/processing', () => {
  it('has every filter in the order of the chain, and is never kept', async () => {
    const { url } = await webApp();
    const response = await fetch(`${url}/api/processing`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const filters = (await response.json()) as FilterStatus[];
    expect(filters.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['suppression', false],
      ['gain', false],
      ['mute', false],
    ]);
    expect(filters[1]).toEqual({
      name: 'gain',
      title: 'Gain',
      enabled: false,
      state: 'off',
      parameters: [
        {
          name: 'factor',
          type: 'number',
          description: 'factor',
          default: 1,
          minimum: 0,
          maximum: 10,
          value: 1,
        },
      ],
    });
  });
});

describe('PATCH /api/processing', () => {
  it('turns a filter on with its parameters and answers with the chain, as the status has it', async () => {
    const { url, engine } = await webApp();
    const response = await patch(url, { gain: { enabled: true, parameters: { factor: 2 } } });
    expect(response.status).toBe(200);
    const filters = (await response.json()) as FilterStatus[];
    expect(filters[1]).toMatchObject({ name: 'gain', enabled: true, parameters: [{ value: 2 }] });
    expect(engine.chains).toEqual([
      [{ name: 'gain', launch: 'volume name=fader', properties: { fader: { volume: 2 } } }],
    ]);
    const status = (await (await fetch(`${url}/api/status`)).json()) as Status;
    expect(status.processing).toEqual(filters);
  });

  it('with nothing changes nothing', async () => {
    const { url, engine } = await webApp();
    expect((await patch(url, {})).status).toBe(200);
    expect(engine.chains).toEqual([]);
  });

  it.each<[unknown, number, string]>([
    [[], 400, 'invalid-body'],
    [{ gain: true }, 400, 'invalid-body'],
    [{ gain: { enabled: 'yes' } }, 400, 'invalid-body'],
    [{ gain: { on: true } }, 400, 'invalid-body'],
    [{ gain: { parameters: { factor: [2] } } }, 400, 'invalid-body'],
    [{ loudness: { enabled: true } }, 404, 'unknown-filter'],
    [JSON.parse('{"__proto__":{"enabled":true}}'), 404, 'unknown-filter'],
    [{ gain: { enabled: true, parameters: { factor: 11 } } }, 422, 'invalid-pipeline'],
    [{ gain: { enabled: true }, mute: { parameters: { volume: 1 } } }, 422, 'invalid-pipeline'],
  ])('%j is refused with %i %s, and nothing of it is done', async (body, status, code) => {
    const { url, engine } = await webApp();
    const response = await patch(url, body);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
    expect(engine.chains).toEqual([]);
  });

  it('is only for the computer that runs Earshot', async () => {
    const { url, engine } = await webApp();
    const response = await patch(url, { mute: { enabled: true } }, { 'x-forwarded-for': '203.0.113.7' });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([403, 'operator-needed']);
    expect(engine.chains).toEqual([]);
  });
});
