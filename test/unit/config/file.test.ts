import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/config/file.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { tempFolder } from '../../support/temp-folder.js';

const NAME = 'my.yaml';

function write(text: string): string {
  return join(tempFolder({ [NAME]: text }), NAME);
}

function read(text: string): { values: Record<string, unknown>; problems: string[] } {
  const path = write(text);
  const { values, problems } = readConfigFile(path);
  return {
    values: Object.fromEntries([...values].map(([{ key }, value]) => [key, value])),
    problems: problems.map((problem) => problem.replace(path, NAME)),
  };
}

describe('a configuration file', () => {
  it('gives values by their keys', () => {
    expect(
      read('server:\n  port: 0\naudio: { preferredCodec: g722 }\nopus: { cbr: true }\nlog: { file: "" }'),
    ).toEqual({
      values: { 'server.port': 0, 'audio.preferredCodec': 'g722', 'opus.cbr': true, 'log.file': '' },
      problems: [],
    });
  });

  it.each([
    ['', {}],
    ['# nothing but words', {}],
    ['server:\n  # port: 80', {}],
    ['opus:\n  maxAverageBitrate:', { 'opus.maxAverageBitrate': null }],
    ['server.port: 80', { 'server.port': 80 }],
    ['source: { parameters: }', { 'source.parameters': {} }],
    [
      'source: { parameters: { port: 5004, loop: true } }',
      { 'source.parameters': { port: 5004, loop: true } },
    ],
    ['source: { parameters: "port=5004" }', { 'source.parameters': { port: '5004' } }],
    [
      'processing: { parameters: { gain: { factor: 2 } } }',
      { 'processing.parameters': { gain: { factor: 2 } } },
    ],
    ['source: { inputDevice: 2 }', { 'source.inputDevice': '2' }],
    ['\uFEFFserver: { port: 80 }', { 'server.port': 80 }],
  ])('%j is fine', (text, values) => {
    expect(read(text)).toEqual({ values, problems: [] });
  });

  it.each([
    [
      'server: { port: 65536 }',
      '"server.port" in my.yaml is 65536; allowed is a whole number from 0 to 65535',
    ],
    ['server: { port: "80" }', '"server.port" in my.yaml is "80"; allowed is a whole number from 0 to 65535'],
    ['server: { port: 80.5 }', '"server.port" in my.yaml is 80.5; allowed is a whole number from 0 to 65535'],
    [
      'server: { port: .inf }',
      '"server.port" in my.yaml is Infinity; allowed is a whole number from 0 to 65535',
    ],
    ['server: { port: }', '"server.port" in my.yaml is null; allowed is a whole number from 0 to 65535'],
    [
      'source: { parameters: { ports: [1, 2] } }',
      '"source.parameters" in my.yaml is { ports: [ 1, 2 ] }; allowed is NAME=VALUE,… with letters, digits and _ in names, or a mapping of names to values in a file',
    ],
    [
      'processing: { parameters: { factor: 2 } }',
      '"processing.parameters" in my.yaml is { factor: 2 }; allowed is FILTER.NAME=VALUE,… with letters, digits and _ in names, or a mapping of names to values in a file',
    ],
    ['server: { host: "" }', '"server.host" in my.yaml is ""; allowed is a text that is not empty'],
    [
      'server: { host: [a, b] }',
      `"server.host" in my.yaml is [ 'a', 'b' ]; allowed is a text that is not empty`,
    ],
    ['opus: { cbr: yes }', '"opus.cbr" in my.yaml is "yes"; allowed is true or false'],
    [
      'opus: { maxPlaybackRate: 44100 }',
      '"opus.maxPlaybackRate" in my.yaml is 44100; allowed is one of 8000, 12000, 16000, 24000, 48000 Hz',
    ],
    [
      'audio: { preferredCodec: Opus }',
      '"audio.preferredCodec" in my.yaml is "Opus"; allowed is one of opus, pcmu, pcma, g722',
    ],
  ])('%s: key, value and what is allowed are named', (text, problem) => {
    expect(read(text)).toEqual({ values: {}, problems: [problem] });
  });

  it.each([
    ['server: { prot: 80 }', '"server.prot" in my.yaml is not a key; did you mean server.port?'],
    ['sever: { port: 80 }', '"sever" in my.yaml is not a key; did you mean server?'],
    ['port: 80', '"port" in my.yaml is not a key; did you mean server.port?'],
    ['audio-bitrate: 64000', '"audio-bitrate" in my.yaml is not a key; did you mean audio.bitrate?'],
    ['video: true', '"video" in my.yaml is not a key; config/default.yaml shows them all'],
    ['__proto__: { port: 1 }', '"__proto__" in my.yaml is not a key; config/default.yaml shows them all'],
    [
      'server: { __proto__: { port: 1 } }',
      '"server.__proto__" in my.yaml is not a key; config/default.yaml shows them all',
    ],
    ['toString: 1', '"toString" in my.yaml is not a key; config/default.yaml shows them all'],
  ])('%s: an unknown key is named, and the nearest known one', (text, problem) => {
    expect(read(text)).toEqual({ values: {}, problems: [problem] });
    expect(({} as { port?: number }).port).toBeUndefined();
  });

  it('names all that is wrong, and keeps what is right', () => {
    const { values, problems } = read('server: { port: x, host: h }\nvideo: 1');
    expect(values).toEqual({ 'server.host': 'h' });
    expect(problems).toHaveLength(2);
  });
});

describe('a file that is no configuration', () => {
  it.each([
    [
      'server: 80',
      `"server" in my.yaml should hold keys with values, as config/default.yaml does, and is 80.`,
    ],
    ['- 1', `my.yaml should hold keys with values, as config/default.yaml does, and is [ 1 ].`],
    ['words', `my.yaml should hold keys with values, as config/default.yaml does, and is "words".`],
    ['server: &s [*s]', /"server" in my.yaml should hold keys with values.*Circular/],
    ['a: 1\nserver: { port: 1', /^my\.yaml:2: /],
    ['server:\n  port: 1\n  port: 2', /^my\.yaml:3: Map keys must be unique/],
    ['\tserver: 1', /^my\.yaml:1: /],
    ['server: { host: *.example }', /^my\.yaml: Unresolved alias/],
    ['a: 1\n---\nb: 2', /^my\.yaml:2: /],
  ])('%j is refused, naming file and line', (text, message) => {
    const path = write(text);
    const error = appErrorOf(() => readConfigFile(path));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    const shown = error.message.replace(path, NAME);
    if (typeof message === 'string') expect(shown).toBe(message);
    else expect(shown).toMatch(message);
  });

  it('is refused when aliases would blow it up', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const path = write(['a0: &a0 x', ...rows].join('\n'));
    expect(appErrorOf(() => readConfigFile(path)).message).toContain('alias');
  });

  it('is refused when it is not there, or is a folder', () => {
    const folder = tempFolder();
    const missing = appErrorOf(() => readConfigFile(join(folder, 'none.yaml')));
    expect(missing.message).toMatch(/none\.yaml cannot be read: ENOENT/);
    expect(appErrorOf(() => readConfigFile(folder)).message).toMatch(/cannot be read: EISDIR/);
  });
});
