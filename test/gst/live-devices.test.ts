import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceList } from '../../src/api.js';
import type { AudioServer } from '../support/audio-server.js';
import { EventReader } from '../support/event-reader.js';
import { Program } from '../support/program.js';
import { soundServers } from '../support/sound-servers.js';

const defaults = ({ devices }: SourceList) =>
  devices.filter(({ kind, isDefault }) => kind === 'system' && isDefault).map(({ id }) => id);
const has = ({ devices }: SourceList, wished: string) => devices.some(({ id }) => id === wished);

describe.each(soundServers())('GET /api/sources and the events on %s', (_, start) => {
  let server: AudioServer;
  let program: Program;
  let events: EventReader;
  let headphones: string;
  beforeAll(async () => {
    server = await start();
    await server.loadNullSink('speakers');
    await server.setDefaultSink('speakers');
    program = await Program.start({ env: server.env });
    events = await EventReader.open(program.url);
  });
  afterAll(async () => {
    events.close();
    await program.stop();
    await server.close();
  });

  const list = async () => (await (await fetch(`${program.url}/api/sources`)).json()) as SourceList;

  /** The first `sources` event of what `change` does that is as wished; and the list agrees with it. */
  async function tells(change: () => Promise<unknown>, wish: (list: SourceList) => boolean): Promise<void> {
    const from = events.events.length;
    await change();
    await events.until('sources', wish, { from });
    expect(wish(await list())).toBe(true);
  }

  it('have its outputs, and mark the one that plays', async () => {
    const sources = await list();
    expect(sources.devices).toContainEqual({
      index: expect.any(Number) as number,
      id: 'speakers.monitor',
      name: 'Monitor of speakers',
      kind: 'system',
      channels: 2,
      isDefault: true,
      active: true,
      state: 'idle',
    });
    expect(sources).not.toHaveProperty('noDevices');
    expect(sources.sources.find(({ active }) => active)?.name).toBe('system');
  });

  it('tell of a device that comes', () =>
    tells(
      async () => (headphones = await server.loadNullSink('headphones')),
      (sources) => has(sources, 'headphones.monitor'),
    ));

  it('tell of the one that is chosen', () =>
    tells(
      async () => {
        const response = await fetch(`${program.url}/api/source`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: '{"name":"system","parameters":{"device":"headphones.monitor"}}',
        });
        expect(response.status).toBe(200);
      },
      ({ devices }) => devices.some(({ id, active }) => active && id === 'headphones.monitor'),
    ));

  it('tell of the one that becomes the default, and that the other is it no more', () =>
    tells(
      () => server.setDefaultSink('headphones'),
      (sources) => defaults(sources).join() === 'headphones.monitor',
    ));

  it('tell of one that goes, and which is the default then', () =>
    tells(
      () => server.unload(headphones),
      (sources) => !has(sources, 'headphones.monitor') && defaults(sources).join() === 'speakers.monitor',
    ));

  it('tell of all when the server dies, and again when it is back', async () => {
    await tells(
      () => server.killDaemons(),
      ({ devices, noDevices }) => devices.length === 0 && noDevices?.startsWith('No capture device') === true,
    );
    await tells(
      async () => {
        await server.startDaemons();
        await server.loadNullSink('speakers');
      },
      (sources) => has(sources, 'speakers.monitor'),
    );
  });
});
