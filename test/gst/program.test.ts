import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { helpText } from '../../src/cli.js';
import { packageRoot } from '../../src/config/load.js';
import { gstreamerWithout } from '../support/gst-plugins.js';
import { pipelinesWith } from '../support/pipelines-with.js';
import { Program } from '../support/program.js';
import { decode } from '../support/receiver.js';
import { dominantFrequency } from '../support/spectrum.js';
import { tempFolder } from '../support/temp-folder.js';

let program: Program | undefined;
afterEach(async () => {
  await program?.stop();
  program = undefined;
});

/** Some other program that has a port. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('options that print something and end', () => {
  it('--help shows the help', async () => {
    expect(await Program.run({ args: ['--help'] })).toEqual({ code: 0, output: helpText() });
  });

  it('--version shows the version', async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await Program.run({ args: ['--version'] })).toEqual({ code: 0, output: version });
  });

  it('--list-sources lists what can be heard, and what is wrong with the rest', async () => {
    const folder = pipelinesWith({ 'broken.yaml': 'title: Broken\nkind: odd\nlaunch: audiotestsrc\n' });
    const { code, output } = await Program.run({ args: ['--list-sources', '--pipelines', folder] });
    expect(code).toBe(0);
    for (const name of ['system', 'microphone', 'test-tone', 'left-right']) {
      expect(output).toMatch(new RegExp(`^ +${name} `, 'm'));
    }
    expect(output).toContain('broken.yaml:2: "kind" needs one of');
  });

  it('--list-devices says what to do where there is none', async () => {
    const { code, output } = await Program.run({ args: ['--list-devices'] });
    expect(code).toBe(0);
    expect(output).toMatch(/No capture device was found: no PulseAudio or PipeWire answers/);
  });

  it('--check tells of everything that a start needs', async () => {
    const { code, output } = await Program.run({ args: ['--check'] });
    expect(output).toMatch(/^configuration +fine$/m);
    expect(output).toMatch(/^port +127\.0\.0\.1:0 is free$/m);
    expect(output).toMatch(/^pipelines +\d+ sources in .*pipelines$/m);
    expect(output).toMatch(/^GStreamer +1\.\d+\.\d+$/m);
    for (const codec of ['opus', 'g722', 'pcmu', 'pcma'])
      expect(output).toMatch(new RegExp(`^codecs .*\\b${codec}\\b`, 'm'));
    expect(output).toMatch(/^source +test-tone: Test tone$/m);
    expect(output).toContain('No audio server with an output answers here');
    expect(output).toContain('Ready to start.');
    expect(code).toBe(0);
  });
});

describe('a start that cannot be', () => {
  it.each([[[]], [['--check']]])(
    'because the port is taken, with %j, names the port and the way out',
    async (more) => {
      const port = String(await takenPort());
      const { code, output } = await Program.run({
        args: ['--source', 'test-tone', '--port', port, ...more],
      });
      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} is taken by another program: choose another with --port`);
    },
  );

  it.each([
    [['--prot', '80'], '--prot is not an option; did you mean --port?'],
    [
      ['--audio-bitrate', '1'],
      '--audio-bitrate was given "1"; allowed is a whole number from 6000 to 510000 bps',
    ],
    [['--sine-wave', '--source', 'noise'], '--sine-wave plays the test tone'],
    [['--source', 'radio'], 'There is no source "radio". There are: '],
    [['--input-device', '0'], 'There is no device "0". '],
    [['--pipelines', '/nonexistent'], 'The folder /nonexistent/sources cannot be read. Check --pipelines.'],
  ])('because of %j is told in words, with exit code 2', async (args, words) => {
    const { code, output } = await Program.run({ args });
    expect(output).toContain(words);
    expect(code).toBe(2);
  });

  it.each([
    ['server:\n  prot: 80\n', 'is not a key; did you mean server.port?'],
    ['server:\n  port: [\n', 'my.yaml:'],
    ['server: { port: eighty }', '"server.port" in'],
  ])('because of the configuration file %j is told in words, with exit code 2', async (text, words) => {
    const file = join(tempFolder({ 'my.yaml': text }), 'my.yaml');
    const { code, output } = await Program.run({ args: ['--config', file] });
    expect(output).toContain(words);
    expect(code).toBe(2);
  });

  it('because of the environment is told in words, with exit code 2', async () => {
    const { code, output } = await Program.run({ env: { EARSHOT_OPUS_CBR: 'perhaps' } });
    expect(output).toContain('EARSHOT_OPUS_CBR is "perhaps"; allowed is true or false');
    expect(code).toBe(2);
  });

  it('because GStreamer has no webrtcbin names it and the fix, with exit code 1', async () => {
    const { code, output } = await Program.run({ env: gstreamerWithout('webrtc') });
    expect(output).toMatch(/GStreamer lacks: webrtcbin\..*scripts\/setup\.mjs/);
    expect(code).toBe(1);
  });

  it('because the source needs an element that is not here names it, with exit code 1', async () => {
    const text = 'title: Odd\nkind: test\nlaunch: nosuchsrc\nrequires: [nosuchsrc]\n';
    const args = ['--pipelines', pipelinesWith({ 'odd.yaml': text }), '--source', 'odd'];
    const { code, output } = await Program.run({ args });
    expect(output).toMatch(/Source "odd" needs nosuchsrc, which GStreamer lacks/);
    expect(code).toBe(1);
  });
});

describe('a GStreamer without libav', () => {
  it('costs G.722 and a warning; the other codecs are heard', async () => {
    program = await Program.start({
      args: ['--source', 'test-tone', '--preferred-codec', 'g722'],
      env: gstreamerWithout('libav'),
    });
    expect(program.output.join('\n')).toMatch(/codec g722 is left out: GStreamer lacks avenc_g722/);
    for (const codec of ['opus', 'pcmu', 'pcma'] as const) {
      const { receiver, answer } = await program.join({ codecs: ['g722', codec] });
      expect(answer.applied.codec).toBe(codec);
      await receiver.next(5);
      await receiver.close();
    }
  });
});

describe('a source file of one’s own', () => {
  const MINE = 'title: Mine\nkind: test\nlaunch: audiotestsrc is-live=true freq=1000\n';
  const BROKEN = 'title: Broken\nkind: test\nlaunch: audiotestsrc !\n';

  it('is heard once it is dropped into the folder, and a broken one beside it costs a warning', async () => {
    const folder = pipelinesWith({ 'mine.yaml': MINE, 'broken.yaml': BROKEN });
    program = await Program.start({ args: ['--pipelines', folder, '--source', 'mine'] });
    expect(program.output.join('\n')).toMatch(/"warn".*broken\.yaml:3: /);
    expect((await program.status()).source).toMatchObject({ name: 'mine', title: 'Mine' });

    const { receiver } = await program.join();
    const { left, rate } = await decode(await receiver.next(100), 'opus');
    await receiver.close();
    expect(Math.abs(dominantFrequency(left.slice(rate / 2), rate) - 1000)).toBeLessThan(10);
  });

  it('ends the start when it is broken and asked for, with file, line and exit code 2', async () => {
    const folder = pipelinesWith({ 'broken.yaml': BROKEN });
    const { code, output } = await Program.run({ args: ['--pipelines', folder, '--source', 'broken'] });
    expect(output).toContain(`${join(folder, 'sources/broken.yaml')}:3: "launch" begins or ends with "!"`);
    expect(code).toBe(2);
  });
});

describe('the log file', () => {
  it('has what happens', async () => {
    const file = join(tempFolder(), 'my.log');
    program = await Program.start({ args: ['--source', 'test-tone', '--log-file', file] });
    await program.stop();
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level');
    expect(lines.length).toBeGreaterThan(0);
  });

  it('costs a warning where it cannot be written', async () => {
    program = await Program.start({ args: ['--source', 'test-tone', '--log-file', tempFolder()] });
    expect(program.output.join('\n')).toMatch(/"warn".*the log file cannot be written.*EISDIR/);
    const { receiver } = await program.join();
    await receiver.next(2);
    await receiver.close();
    expect(await program.stop()).toBe(0);
  });
});
