import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { end } from './audio-server.js';

const program = fileURLToPath(new URL('distant-listener.mjs', import.meta.url));

/** A listener in a process of its own, which can be stopped and killed without a word to the server. */
export class DistantListener {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when it hears something. */
  static async join(url: string): Promise<DistantListener> {
    const child = spawn(process.execPath, [program, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit').then(() => {
      throw new Error('the distant listener ended before it heard anything');
    });
    await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
    ended.catch(() => undefined);
    return new DistantListener(child);
  }

  /** As a laptop whose lid is closed. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** As a computer whose power fails. */
  kill(): Promise<void> {
    return end(this.child);
  }
}
