import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceList } from '../../src/api.js';
import { EventReader } from '../support/event-reader.js';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';

let pulse: PulseServer;
let program: Program;
let events: EventReader;
beforeAll(async () => {
  pulse = await PulseServer.start();
  await pulse.loadNullSink('speakers');
  await pulse.setDefaultSink('speakers');
  program = await Program.start({ env: pulse.env });
  events = await EventReader.open(program.url);
});
afterAll(async () => {
  events.close();
  await program.stop();
  await pulse.close();
});

const namesOf = ({ devices }: SourceList) => devices.map(({ name }) => name).join();

describe('GET /api/sources on a sound server', () => {
  it('has its outputs, and marks the one that plays', async () => {
    const list = (await (await fetch(`${program.url}/api/sources`)).json()) as SourceList;
    expect(list.devices).toContainEqual({
      index: expect.any(Number) as number,
      id: 'speakers.monitor',
      name: expect.stringContaining('speakers') as string,
      kind: 'system',
      channels: 2,
      isDefault: true,
      active: true,
    });
    expect(list).not.toHaveProperty('noDevices');
    expect(list.sources.find(({ active }) => active)?.name).toBe('system');
  });

  it('tells by events of a device that comes, and of the one that is chosen', async () => {
    let from = events.events.length;
    await pulse.loadNullSink('headphones');
    await events.until('sources', (list) => namesOf(list).includes('headphones'), { from });

    from = events.events.length;
    const response = await fetch(`${program.url}/api/source`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"system","parameters":{"device":"headphones.monitor"}}',
    });
    expect(response.status).toBe(200);
    await events.until(
      'sources',
      ({ devices }) => devices.some(({ id, active }) => active && id === 'headphones.monitor'),
      { from },
    );
  });
});
