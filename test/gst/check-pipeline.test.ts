import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { Program } from '../support/program.js';
import { tempFolder } from '../support/temp-folder.js';

function check(subject: string, ...args: string[]) {
  return Program.run({ args: ['--check-pipeline', subject, ...args] });
}

describe('--check-pipeline', () => {
  it('plays a file that is not in the folder, with the parameters that are given', async () => {
    const text =
      'title: Mine\nkind: test\nlaunch: audiotestsrc name=tone is-live=true\n' +
      'parameters:\n  volume: { set: tone.volume, type: number, default: 0.8 }\n';
    const file = join(tempFolder({ 'mine.yaml': text }), 'mine.yaml');
    const { code, output } = await check(file, '--source-params', 'volume=0.5');
    expect(output).toMatch(/^source +mine: Mine$/m);
    expect(output).toMatch(/^sound +after \d+ ms$/m);
    expect(output).toMatch(/^level +RMS -9\.0 \/ -9\.0, peak -6\.0 \/ -6\.0 dBFS$/m);
    expect(output).toMatch(/^format +audio\/x-raw/m);
    expect(output).toMatch(/^delay +\d/m);
    expect(output).toMatch(/^errors +none$/m);
    expect(code).toBe(0);
  });

  it('plays a tone through a filter', async () => {
    const { code, output } = await check('gain', '--filter-params', 'gain.factor=0.5');
    expect(output).toMatch(/^filter +gain: Gain$/m);
    expect(output).toMatch(/^input +440 Hz, RMS -9\.0/m);
    expect(output).toMatch(/^level +RMS -15\.1 \/ -15\.1, peak -12\.0 \/ -12\.0 dBFS$/m);
    expect(code).toBe(0);
  });

  it('tells an error at run time, with exit code 1', async () => {
    const text = 'title: Brittle\nlaunch: identity error-after=50\n';
    const { code, output } = await check(join(tempFolder({ 'brittle.yaml': text }), 'brittle.yaml'));
    expect(output).toMatch(/^errors +Failed after iterations as requested/m);
    expect(code).toBe(1);
  });

  it.each([
    ['title: Odd\nkind: test\nlaunch: audiotestsrc !\n', /odd\.yaml:3: "launch" begins or ends with "!"/],
    ['title: Odd\nkind: !loud test\nlaunch: audiotestsrc\n', /odd\.yaml:2: Unresolved tag: !loud/],
    ['title: Odd\nkind: test\nlaunch: audiotestsrc ! nonsense\n', /cannot be used: no element "nonsense"/],
    ['title: Odd\nencode: x\npayload: y\n', /odd\.yaml:2: it is a codec/],
  ])('refuses the file %j with exit code 2', async (text, words) => {
    const { code, output } = await check(join(tempFolder({ 'odd.yaml': text }), 'odd.yaml'));
    expect(output).toMatch(words);
    expect(code).toBe(2);
  });

  it('refuses a name that is none, with the nearest one', async () => {
    const { code, output } = await check('limitr');
    expect(output).toMatch(/no source and no filter "limitr"; did you mean limiter\?/);
    expect(code).toBe(2);
  });
});

describe('parameters from the start', () => {
  it('are in the status of source and filters', async () => {
    const config = join(
      tempFolder({
        'my.yaml':
          'source: { name: left-right, parameters: { left: 500 } }\n' +
          'processing: { filters: gain, parameters: { gain: { factor: 0.25 } } }\n',
      }),
      'my.yaml',
    );
    const program = await Program.start({ args: ['--config', config] });
    try {
      const { source, processing } = await program.status();
      expect(source.parameters).toEqual({ left: 500, right: 880, leftVolume: 0.5, rightVolume: 0.25 });
      const gain = processing.find(({ name }) => name === 'gain');
      expect(gain).toMatchObject({ state: 'on', parameters: [{ name: 'factor', value: 0.25 }] });
    } finally {
      await program.stop();
    }
  });

  it.each([
    [
      ['--source', 'file', '--source-params', 'locaton=x'],
      /no parameter of source "file"; did you mean location\?/,
    ],
    [
      ['--source', 'test-tone', '--source-params', 'frequency=5'],
      /"frequency" of source "test-tone" .*is below 20/,
    ],
    [
      ['--source', 'system', '--source-params', 'device=microphone'],
      /"microphone" is no device for source "system"/,
    ],
    [['--filter-params', 'compressor.knee=blunt'], /needs one of hard-knee, soft-knee/],
  ])('%j are refused with exit code 2', async (args, words) => {
    const { code, output } = await Program.run({ args });
    expect(output).toMatch(words);
    expect(code).toBe(2);
  });
});

describe('output that nobody reads', () => {
  const entry = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

  async function freeTcpPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  /** With a standard output whose other end is closed before anything is written. */
  function intoNothing(...args: string[]) {
    const child = spawn(process.execPath, [entry, '--port', '0', '--log-file', '', ...args], {
      cwd: tempFolder(),
      env: { ...process.env, PULSE_SERVER: 'unix:/nonexistent', PIPEWIRE_RUNTIME_DIR: '/nonexistent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, complaints }));
    return { child, ended };
  }

  it.each([['--help'], ['--version'], ['--list-sources'], ['--list-devices']])(
    '%s ends well',
    async (option) => {
      const { ended } = intoNothing(option);
      expect(await ended).toEqual({ code: 0, complaints: '' });
    },
  );

  it('does not end what plays', async () => {
    const port = String(await freeTcpPort());
    const { child, ended } = intoNothing('--source', 'test-tone', '--log-level', 'debug', '--port', port);
    // It answers when the start is over, whose log lines would have ended it.
    const answered = vi.waitUntil(() => fetch(`http://127.0.0.1:${port}/api/status`).catch(() => undefined), {
      timeout: 20_000,
    });
    expect(await Promise.race([ended, answered])).toMatchObject({ status: 200 });
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, complaints: '' });
  });
});
