import { describe, expect, it } from 'vitest';
import { type CommandLine, readCommandLine } from '../../../src/config/command-line.js';

/** Values by the options' names. */
function valuesOf({ values }: CommandLine): Record<string, unknown> {
  return Object.fromEntries([...values].map(([{ name }, value]) => [name, value]));
}

describe('the command line', () => {
  it('gives values of the right types', () => {
    const line = readCommandLine([
      '--port=0',
      '--host',
      '::1',
      '--opus-maxplaybackrate',
      '16000',
      '--opus-maxaveragebitrate',
      '64000',
      '--preferred-codec',
      'pcma',
      '--sine-wave',
    ]);
    expect(line).toMatchObject({ action: 'run', configFile: undefined, problems: [] });
    expect(valuesOf(line)).toEqual({
      port: 0,
      host: '::1',
      'opus-maxplaybackrate': 16_000,
      'opus-maxaveragebitrate': 64_000,
      'preferred-codec': 'pcma',
      'sine-wave': true,
    });
  });

  it.each([
    [['--opus-cbr'], true],
    [['--no-opus-cbr'], false],
    [['--opus-cbr=yes'], true],
    [['--opus-cbr=false'], false],
    [['--opus-cbr', '--no-opus-cbr'], false],
    [['--no-opus-cbr', '--opus-cbr'], true],
  ])('%j makes a switch %s', (args, value) => {
    expect(valuesOf(readCommandLine(args))).toEqual({ 'opus-cbr': value });
  });

  it('takes the last of what is given twice', () => {
    expect(valuesOf(readCommandLine(['--port', '1', '--port', '2']))).toEqual({ port: 2 });
  });

  it.each([
    ['', {}],
    ['location=/a,b.wav,c', { location: '/a,b.wav,c' }],
    ['location=/a,b.wav, loop=true', { location: '/a,b.wav', loop: 'true' }],
    ['a=,b=1', { a: '', b: '1' }],
  ])('--source-params %j are %j', (text, parameters) => {
    expect(valuesOf(readCommandLine(['--source-params', text]))).toEqual({ 'source-params': parameters });
  });

  it('--filter-params have the name of the filter in front', () => {
    const line = readCommandLine(['--filter-params', 'gain.factor=2,high-pass.cutoff=80, gain.more=x,y']);
    expect(valuesOf(line)).toEqual({
      'filter-params': { gain: { factor: '2', more: 'x,y' }, 'high-pass': { cutoff: '80' } },
    });
  });

  it('knows no limit by an empty text, and no log file', () => {
    expect(valuesOf(readCommandLine(['--opus-maxaveragebitrate', '', '--log-file', '']))).toEqual({
      'opus-maxaveragebitrate': null,
      'log-file': '',
    });
  });

  it.each([
    ['--list-sources', 'list-sources'],
    ['--list-devices', 'list-devices'],
    ['--check', 'check'],
    ['--help', 'help'],
    ['--version', 'version'],
  ])('%s is what to do instead of running', (option, action) => {
    expect(readCommandLine(['--port', '1', option]).action).toBe(action);
  });

  it('names the configuration file', () => {
    expect(readCommandLine(['--config', 'my.yaml']).configFile).toBe('my.yaml');
  });
});

describe('a value that is not allowed', () => {
  it.each([
    [['--port', '65536'], '--port was given "65536"; allowed is a whole number from 0 to 65535'],
    [['--port', '-1'], '--port was given "-1"; allowed is a whole number from 0 to 65535'],
    [['--port', '80.5'], '--port was given "80.5"; allowed is a whole number from 0 to 65535'],
    [['--port', '0x50'], '--port was given "0x50"; allowed is a whole number from 0 to 65535'],
    [['--port='], '--port was given ""; allowed is a whole number from 0 to 65535'],
    [['--port', '9'.repeat(400)], `--port was given "${'9'.repeat(400)}"; allowed is a whole number`],
    [['--host', ''], '--host was given ""; allowed is a text that is not empty'],
    [['--source', '  '], '--source was given "  "; allowed is a text that is not empty'],
    [
      ['--preferred-codec', 'mp3'],
      '--preferred-codec was given "mp3"; allowed is one of opus, pcmu, pcma, g722',
    ],
    [
      ['--audio-bitrate', '5999'],
      '--audio-bitrate was given "5999"; allowed is a whole number from 6000 to 510000 bps',
    ],
    [
      ['--audio-bitrate', '96k'],
      '--audio-bitrate was given "96k"; allowed is a whole number from 6000 to 510000 bps',
    ],
    [
      ['--opus-maxaveragebitrate', '510001'],
      '--opus-maxaveragebitrate was given "510001"; allowed is a whole number from 6000 to 510000 bps, or empty for none',
    ],
    [
      ['--opus-maxplaybackrate', '44100'],
      '--opus-maxplaybackrate was given "44100"; allowed is one of 8000, 12000, 16000, 24000, 48000 Hz',
    ],
    [['--audio-ptime', '15'], '--audio-ptime was given "15"; allowed is one of 5, 10, 20, 40, 60 ms'],
    [['--source-params', 'location'], '--source-params was given "location"; allowed is NAME=VALUE,…'],
    [['--filter-params', 'factor=2'], '--filter-params was given "factor=2"; allowed is FILTER.NAME=VALUE,…'],
    [['--opus-cbr=perhaps'], '--opus-cbr was given "perhaps"; allowed is true or false'],
    [['--log-level', 'LOUD'], '--log-level was given "LOUD"; allowed is one of error, warn, info, debug'],
  ])('%j: option, value and what is allowed are named', (args, problem) => {
    const line = readCommandLine(args);
    expect(line.problems).toHaveLength(1);
    expect(line.problems[0]).toContain(problem);
    expect(line.values.size).toBe(0);
  });

  it('does not hide another one', () => {
    expect(readCommandLine(['--port', 'x', '--audio-bitrate', 'y']).problems).toHaveLength(2);
  });
});

describe('wrong use', () => {
  it.each([
    [['--prot', '80'], '--prot is not an option; did you mean --port?'],
    [['--opus-cbrr'], '--opus-cbrr is not an option; did you mean --opus-cbr?'],
    [['--no-opus-dtx'], '--no-opus-dtx is not an option; did you mean --no-opus-usedtx?'],
    [['--list-device'], '--list-device is not an option; did you mean --list-devices?'],
    [['--no-port'], '--no-port is not an option; did you mean --port?'],
    [['--video'], '--video is not an option'],
    [['--__proto__', '1'], '--__proto__ is not an option'],
    [['--toString'], '--toString is not an option'],
    [['-h'], '-h is not an option'],
    [['--port', '80', 'radio'], '"radio" is not an option; options begin with --'],
    [['--', '--port'], '"--port" is not an option; options begin with --'],
    [['--port'], '--port needs a value'],
    [
      ['--port', '--sine-wave'],
      '--port needs a value, and "--sine-wave" follows: if that is one, write --port=--sine-wave',
    ],
    [['--config'], '--config needs a value'],
    [['--check=now'], '--check takes no value, and was given "now"'],
    [['--no-opus-cbr=1'], '--no-opus-cbr takes no value, and was given "1"'],
  ])('%j is refused in words', (args, problem) => {
    expect(readCommandLine(args).problems).toEqual([problem]);
  });

  it('is told of all at once', () => {
    const args = ['--prot', '80', '--bogus', '--audio-bitrate', '1', 'radio', '--check=now', '--port'];
    expect(readCommandLine(args).problems).toEqual([
      expect.stringContaining('--prot is not'),
      expect.stringContaining('--bogus is not'),
      expect.stringContaining('--audio-bitrate was given "1"'),
      expect.stringContaining('"radio" is not'),
      expect.stringContaining('--check takes no value'),
      expect.stringContaining('--port needs a value'),
    ]);
  });
});
