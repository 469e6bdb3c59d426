import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { builtFile } from '../support/built-file.js';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';

let pulse: PulseServer;
beforeAll(async () => {
  pulse = await PulseServer.start();
  await pulse.loadNullSink('speakers');
  await pulse.loadNullSink('headphones');
});
afterAll(() => pulse.close());

/** The program with --pick at a terminal, and a person at the keyboard. */
function pick() {
  // exec: a shell that waits instead of making way would end by the very Ctrl-C that the program lives through.
  const command = `exec ${process.execPath} ${builtFile('dist/src/main.js')} --pick --port 0 --log-file=`;
  // util-linux's script gives it the terminal that it asks for.
  const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { ...process.env, ...pulse.env, TERM: 'xterm', COLUMNS: '120' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void terminal.kill('SIGHUP'));
  let screen = '';
  terminal.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  return {
    shows: (wanted: RegExp) => vi.waitFor(() => expect(screen).toMatch(wanted), { timeout: 15_000 }),
    type: (key: string): void => {
      screen = '';
      terminal.stdin.write(key);
    },
    ended: once(terminal, 'close').then(([code]) => code as number),
    screen: () => screen,
  };
}
const DOWN = '\u001b[B';
const ENTER = '\r';
const CTRL_C = '\u0003';

describe('--pick', () => {
  it('shows every device with its level, and starts with the one that is chosen', async () => {
    const { shows, type, ended } = pick();
    await shows(/speakers.*[█·]{20}[\s\S]*headphones.*[█·]{20}/);
    type(DOWN);
    await shows(/>[^\n]*headphones/);
    type(ENTER);
    await shows(/headphones[\s\S]*Open http:/);
    type(CTRL_C);
    expect(await ended).toBe(0);
  });

  it('ends by Ctrl-C in silence', async () => {
    const { shows, type, ended, screen } = pick();
    await shows(/speakers.*[█·]{20}/);
    type(CTRL_C);
    expect(await ended).toBe(0);
    expect(screen()).not.toMatch(/error/i);
  });

  it('without a terminal says what to use instead', async () => {
    const { code, output } = await Program.run({ args: ['--pick'], env: pulse.env });
    expect(code).toBe(2);
    expect(output).toContain('--input-device');
  });
});

describe('--check-pipeline', () => {
  it('tells level, format and delay of a source', async () => {
    const { code, output } = await Program.run({ args: ['--check-pipeline', 'left-right'] });
    expect(code).toBe(0);
    expect(output).toMatch(/RMS -9\.\d \/ -15\.\d/);
    expect(output).toContain('audio/x-raw');
    expect(output).toMatch(/errors +none/);
  });

  it('tells why a source gives nothing', async () => {
    const { output } = await Program.run({ args: ['--check-pipeline', 'system'] });
    expect(output).toMatch(/errors +Failed to connect/);
  });
});
