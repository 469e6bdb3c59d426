import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, packageRoot } from '../../../src/config/load.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

const NOTHING = {};

describe('the configuration', () => {
  it('has the defaults of the Python original, and our own', () => {
    expect(loadConfig([], NOTHING)).toMatchObject({
      action: 'run',
      config: {
        server: { host: '127.0.0.1', port: 8088 },
        source: { name: 'auto', inputDevice: '', sineWave: false },
        audio: { preferredCodec: 'opus', bitrate: 96_000, ptime: 20 },
        opus: {
          maxAverageBitrate: null,
          maxPlaybackRate: 48_000,
          cbr: false,
          useInbandFec: true,
          useDtx: true,
        },
        pipelines: { folder: join(packageRoot(), 'pipelines') },
        log: { level: 'info', file: 'app.log' },
      },
    });
  });

  it('takes each setting from the last layer that has it: file, environment, command line', () => {
    const file = join(
      tempFolder({ 'my.yaml': 'limits: { listeners: 2, handshake: 2 }\nserver: { port: 2 }' }),
      'my.yaml',
    );
    const { config } = loadConfig(['--config', file, '--port', '4'], {
      EARSHOT_PORT: '3',
      EARSHOT_HANDSHAKE_TIMEOUT: '3',
    });
    expect(config.server.port).toBe(4);
    expect(config.limits).toMatchObject({ handshake: 3, listeners: 2 });
    expect(config.server.host).toBe('127.0.0.1');
  });

  it('is frozen through and through', () => {
    const { config } = loadConfig([], NOTHING);
    expect(Object.isFrozen(config)).toBe(true);
    for (const room of Object.values(config)) expect(Object.isFrozen(room)).toBe(true);
  });

  it('reads the file of EARSHOT_CONFIG, unless --config names another', () => {
    const folder = tempFolder({ 'a.yaml': 'server: { port: 1 }', 'b.yaml': 'server: { port: 2 }' });
    const env = { EARSHOT_CONFIG: join(folder, 'a.yaml') };
    expect(loadConfig([], env).config.server.port).toBe(1);
    expect(loadConfig(['--config', join(folder, 'b.yaml')], env).config.server.port).toBe(2);
    expect(loadConfig([], { EARSHOT_CONFIG: '' }).config.server.port).toBe(8088);
  });

  it('plays the test tone for --sine-wave', () => {
    expect(loadConfig(['--sine-wave'], NOTHING).config.source.name).toBe('test-tone');
  });

  it('takes a folder of pipelines of one’s own', () => {
    expect(loadConfig(['--pipelines', 'mine'], NOTHING).config.pipelines.folder).toBe('mine');
  });

  it('names every wrong setting of every layer at once', () => {
    const file = join(tempFolder({ 'my.yaml': 'log: { level: loud, fil: x }' }), 'my.yaml');
    const error = appErrorOf(() =>
      loadConfig(['--config', file, '--port', 'x'], { EARSHOT_OPUS_CBR: 'maybe' }),
    );
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message.split('\n')).toEqual([
      `"log.level" in ${file} is "loud"; allowed is one of error, warn, info, debug.`,
      `"log.fil" in ${file} is not a key; did you mean log.file?`,
      'EARSHOT_OPUS_CBR is "maybe"; allowed is true or false.',
      '--port was given "x"; allowed is a whole number from 0 to 65535.',
      'npm start -- --help lists all options.',
    ]);
  });

  it.each(['--help', '--version'])('does not keep %s from who has it all wrong', (option) => {
    const { action, config } = loadConfig(['--port', 'x', option, '--config', '/nonexistent'], {
      EARSHOT_PORT: 'x',
    });
    expect(`--${action}`).toBe(option);
    expect(config.server.port).toBe(8088);
  });
});

describe('values for parameters', () => {
  it('are taken as a whole from the last layer that has any', () => {
    const text = 'source: { name: file, parameters: { location: a, more: b } }';
    const file = join(tempFolder({ 'my.yaml': text }), 'my.yaml');
    const args = ['--config', file];
    expect(loadConfig(args, {}).config.source.parameters).toEqual({ location: 'a', more: 'b' });
    const { config } = loadConfig([...args, '--source-params', 'location=c'], {});
    expect(config.source.parameters).toEqual({ location: 'c' });
    const env = { EARSHOT_FILTER_PARAMS: 'gain.factor=2' };
    expect(loadConfig(args, env).config.processing.parameters).toEqual({ gain: { factor: '2' } });
  });

  it.each([['--check-pipeline', 'file'], ['--pick'], ['--list-devices'], ['--source', 'file']])(
    'need no other source with %s',
    (...args) => {
      expect(() => loadConfig([...args, '--source-params', 'a=1'], {})).not.toThrow();
    },
  );
});

describe('settings that cannot hold together', () => {
  it.each([
    [['--source-params', 'location=x'], /--source-params needs to know for which source/],
    [
      ['--input-device', '0', '--source-params', 'device=x'],
      /--input-device and "device" in --source-params/,
    ],
    [['--sine-wave', '--source', 'noise'], /--sine-wave plays the test tone.*"noise"/],
    [['--sine-wave', '--input-device', '0'], /--input-device needs a capture/],
    [['--source', 'test-tone', '--input-device', '0'], /--input-device needs a capture/],
    [['--preferred-codec', 'g722', '--audio-bitrate', '63999'], /g722 always takes 64000 bps.*63999/],
    [['--preferred-codec', 'pcmu', '--audio-bitrate', '32000'], /pcmu always takes 64000 bps.*32000/],
    [['--preferred-codec', 'pcma', '--audio-bitrate', '6000'], /pcma always takes 64000 bps.*6000/],
  ])('%j are refused, and each is named', (args, message) => {
    const error = appErrorOf(() => loadConfig(args, NOTHING));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(message);
  });

  it.each([
    [['--sine-wave', '--source', 'test-tone']],
    [['--source', 'microphone', '--input-device', '0']],
    [['--preferred-codec', 'g722', '--audio-bitrate', '64000']],
    [['--preferred-codec', 'opus', '--audio-bitrate', '6000']],
  ])('%j are fine', (args) => {
    expect(() => loadConfig(args, NOTHING)).not.toThrow();
  });
});
