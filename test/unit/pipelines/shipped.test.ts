import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/config/load.js';
import { type Catalog, loadCatalog } from '../../../src/pipelines/catalog.js';
import type { SourceDefinition } from '../../../src/pipelines/definition.js';
import { resolveSource } from '../../../src/pipelines/source.js';
import { tempFolder } from '../../support/temp-folder.js';

const folder = join(packageRoot(), 'pipelines');
const files = readdirSync(join(folder, 'sources'));

function found(sources: Catalog['sources'], name: string): SourceDefinition {
  const source = sources.get(name);
  if (!source) throw new Error(`there is no ${name}`);
  return source;
}

describe.each(['linux', 'win32'] as const)('the files that come with Earshot, on %s', (platform) => {
  const { sources, codecs, problems } = loadCatalog(folder, platform);

  it('are all fine', () => {
    expect([...problems.values()].map(({ message }) => message)).toEqual([]);
  });

  it('are these sources', () => {
    const kinds = Object.fromEntries([...sources.values()].map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      system: 'system',
      microphone: 'microphone',
      'test-tone': 'test',
      'left-right': 'test',
    });
  });

  it('are the four codecs, with their names and clocks of RFC 3551 and RFC 7587', () => {
    const clocks = Object.fromEntries(
      codecs.map(({ name, encodingName, clockRate }) => [name, [encodingName, clockRate]]),
    );
    expect(clocks).toEqual({
      opus: ['OPUS', 48_000],
      g722: ['G722', 8000],
      pcmu: ['PCMU', 8000],
      pcma: ['PCMA', 8000],
    });
  });

  it.each([...sources.values()].map((source) => [source.name, source] as const))(
    '%s has words for people, and resolves with its defaults',
    (name, source) => {
      expect(source.title).not.toBe('');
      expect(source.description).toMatch(/^[A-Z0-9].*\.$/);
      expect(source.requires.length).toBeGreaterThan(0);
      for (const { description } of Object.values(source.parameters)) expect(description).not.toBe('');
      expect(resolveSource(source)).toMatchObject({ name, launch: source.launch });
    },
  );
});

it('every source file is of some platform', () => {
  const known = ['linux', 'win32'].flatMap((platform) => [
    ...loadCatalog(folder, platform as NodeJS.Platform).sources.keys(),
  ]);
  expect(new Set(files.map((name) => name.replace(/\..*/, '')))).toEqual(new Set(known));
});

describe('system and microphone', () => {
  it('are other elements on each platform, under the same names', () => {
    const launchOf = (platform: NodeJS.Platform, name: string) =>
      loadCatalog(folder, platform).sources.get(name)?.launch;
    for (const name of ['system', 'microphone']) {
      expect(launchOf('linux', name)).toMatch(/^pulsesrc /);
      expect(launchOf('win32', name)).toMatch(/^wasapi2src /);
    }
    expect(launchOf('win32', 'system')).toContain('loopback=true');
    expect(launchOf('win32', 'microphone')).not.toContain('loopback');
  });

  it('take a device, and without one the default output’s monitor and the default input', () => {
    const { sources } = loadCatalog(folder, 'linux');
    const deviceOf = (name: string, values?: Record<string, string>) =>
      resolveSource(found(sources, name), values).properties.capture?.device;
    expect(deviceOf('system')).toBe('@DEFAULT_MONITOR@');
    expect(deviceOf('microphone')).toBe('@DEFAULT_SOURCE@');
    expect(deviceOf('system', { device: 'usb.monitor' })).toBe('usb.monitor');
  });
});

describe('pipelines/README.md', () => {
  it('has an example that can be used as it is', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const [, example = ''] = /```yaml\n(title:[^]*?)```/.exec(readme) ?? [];
    const own = tempFolder({ 'sources/metronome.yaml': example, 'codecs/.keep': '' });
    const { sources, problems } = loadCatalog(own, 'linux');
    expect([...problems.values()]).toEqual([]);
    const source = resolveSource(found(sources, 'metronome'), { interval: 500_000_000 });
    expect(source.properties.ticker).toEqual({ 'tick-interval': 500_000_000, volume: 0.5 });
    expect(readme).toContain(`gst-launch-1.0 ${source.launch} !`);
  });
});
