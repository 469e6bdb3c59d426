import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceReport, SourceSpec } from '../../src/engine/protocol.js';
import { EngineSupervisor } from '../../src/engine/supervisor.js';
import { type Catalog, loadCatalog } from '../../src/pipelines/catalog.js';
import { resolveSource } from '../../src/pipelines/source.js';
import { builtFile } from '../support/built-file.js';
import { freeUdpPort } from '../support/free-udp-port.js';
import { RecordedLog } from '../support/recorded-log.js';

let catalog: Catalog;
let engine: EngineSupervisor;
let folder: string;
const players: ChildProcess[] = [];

beforeAll(async () => {
  catalog = loadCatalog(builtFile('pipelines'));
  folder = await mkdtemp(join(tmpdir(), 'earshot-sources-'));
  const options = {
    codecs: catalog.codecs,
    elements: [],
    keepAlive: false,
    liveness: 30,
    log: new RecordedLog(),
  };
  engine = new EngineSupervisor({ ...options, entry: builtFile('dist/src/gst/main.js') });
  await engine.start();
});

afterAll(async () => {
  for (const player of players) {
    player.kill('SIGKILL');
    if (player.exitCode === null && player.signalCode === null) await once(player, 'exit');
  }
  await engine.close();
  await rm(folder, { recursive: true });
});

function source(name: string, parameters = {}): SourceSpec {
  const definition = catalog.sources.get(name);
  if (!definition) throw new Error(`no source "${name}" is shipped`);
  return resolveSource(definition, parameters);
}

function launch(text: string): ChildProcess {
  const player = spawn('gst-launch-1.0', ['-q', ...text.split(' ')], { stdio: 'ignore' });
  players.push(player);
  return player;
}

function loudness({ level }: SourceReport): number[] {
  return (level?.rms ?? []).map(Math.round);
}

describe('a file', () => {
  it('plays, at its own rate and level', async () => {
    const path = join(folder, 'tone.wav');
    const writer = launch(
      `audiotestsrc num-buffers=100 volume=0.5 ! audio/x-raw,rate=44100,channels=2 ! wavenc ! filesink location=${path}`,
    );
    await once(writer, 'exit');
    const report = await engine.inspect(source('file', { location: path }));
    expect(report.error).toBeNull();
    expect(loudness(report)).toEqual([-9, -9]);
    expect(report.caps).toContain('44100');
  });

  it('that is not there is named as the reason', async () => {
    const { error, level } = await engine.inspect(source('file', { location: join(folder, 'none.wav') }));
    expect(level).toBeNull();
    expect(error).toMatch(/not found|no such file|could not open/i);
  });
});

describe('RTP from another machine', () => {
  it.each([
    ['rtp-in', 'audioconvert ! opusenc ! rtpopuspay'],
    ['rtp-in-l16', 'audioconvert ! audio/x-raw,format=S16BE,rate=48000,channels=2 ! rtpL16pay'],
  ])('%s plays what comes in', async (name, sender) => {
    const port = await freeUdpPort();
    launch(`audiotestsrc is-live=true volume=0.5 ! ${sender} ! udpsink host=127.0.0.1 port=${port}`);
    const report = await engine.inspect(source(name, { port, address: '127.0.0.1' }));
    expect(report.error).toBeNull();
    expect(loudness(report)).toEqual([-9, -9]);
    expect(report.latencyMs).toBe(40);
  });
});

describe('an inspection', () => {
  it('tells caps, level, delay and how long the start took', async () => {
    const report = await engine.inspect(source('test-tone'));
    expect(loudness(report)).toEqual([-9, -9]);
    expect(report.caps).toContain('rate=(int)48000');
    expect(report.latencyMs).toBeGreaterThan(0);
    expect(report.startMs).toBeLessThan(1000);
  });

  it('of a launch text that cannot be parsed is refused with the reason', async () => {
    const broken = { ...source('silence'), launch: 'audiotestsrc ! nonsense' };
    await expect(engine.inspect(broken)).rejects.toMatchObject({ code: 'invalid-pipeline' });
    await expect(engine.inspect(broken)).rejects.toThrow(/nonsense/);
  });
});
