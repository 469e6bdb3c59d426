import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { Program } from '../support/program.js';

/** What this machine lets a process have that asks for -11. */
function permitted(): number {
  const script =
    "const os = require('os'); try { os.setPriority(-11) } catch {} console.log(os.getPriority())";
  return Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout);
}

function threads(pid: number): string[] {
  return readdirSync(`/proc/${String(pid)}/task`);
}

/** Of one thread; undefined once it has ended. */
function niceness(pid: number, thread: string): number | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8');
    // The name in brackets may have blanks; nice is field 19 (proc(5)).
    return Number(fields.slice(fields.lastIndexOf(')') + 2).split(' ')[16]);
  } catch {
    return undefined;
  }
}

it('the engine and the threads of its sound run ahead of other programs, where that is permitted', async () => {
  const program = await Program.start({ args: ['--source', 'test-tone', '--source-keep-alive'] });
  onTestFinished(async () => void (await program.stop()));
  const { engine } = await program.status();
  const pid = engine.pid ?? 0;
  const wanted = permitted();
  expect(getPriority(pid)).toBe(wanted);
  // Some of Node's own began before; everything of GStreamer comes later.
  const ahead = threads(pid).filter((thread) => niceness(pid, thread) === wanted);
  expect(ahead.length).toBeGreaterThan(5);
});
