import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** What a player of tones is known by on the server. */
export interface PlayerOptions {
  /** Peak, 1 is full scale. */
  volume?: number;
  /** Application's name. */
  name?: string;
}

/** A sound server of the test's own that speaks PulseAudio's protocol, with null sinks in place of sound cards. */
export abstract class AudioServer {
  constructor(protected readonly folder: string) {}

  /** Environment by which programs find this server and no other. */
  abstract get env(): NodeJS.ProcessEnv;

  /** @returns the module's index, for `unload` */
  async loadNullSink(name: string): Promise<string> {
    const properties = `device.description=${name}`;
    return this.pactl(
      'load-module',
      'module-null-sink',
      `sink_name=${name}`,
      `sink_properties=${properties}`,
      ...this.nullSinkArguments,
    );
  }

  protected get nullSinkArguments(): string[] {
    return [];
  }

  /** An input that hears a tone all the time. @returns the function that ends the tone */
  abstract loadMicrophone(name: string, frequency: number): Promise<() => Promise<void>>;

  abstract startDaemons(): Promise<void>;

  /** By force, as a crash would. */
  abstract killDaemons(): Promise<void>;

  abstract close(): Promise<void>;

  async unload(module: string): Promise<void> {
    await this.pactl('unload-module', module);
  }

  async setDefaultSink(name: string): Promise<void> {
    await this.pactl('set-default-sink', name);
  }

  async pactl(...args: string[]): Promise<string> {
    const { stdout } = await exec('pactl', args, { env: this.#programEnv });
    return stdout.trim();
  }

  /** Plays a tone into a sink until the returned function is called. */
  playTone(sink: string, frequency: number, { volume = 0.5, name }: PlayerOptions = {}): () => Promise<void> {
    const launch = `audiotestsrc is-live=true freq=${String(frequency)} volume=${String(volume)} ! audio/x-raw,rate=48000,channels=2 ! pulsesink device=${sink}`;
    const client = name === undefined ? [] : [`client-name=${name}`];
    const player = spawn('gst-launch-1.0', ['-q', ...launch.split(' '), ...client], {
      env: this.#programEnv,
      stdio: 'ignore',
    });
    return () => end(player);
  }

  /** Streams that record from this server. */
  async recordings(): Promise<string[]> {
    const list = await this.pactl('list', 'short', 'source-outputs');
    return list === '' ? [] : list.split('\n');
  }

  /** Waits until this is so, asking anew whenever the server tells of a change. */
  async changesUntil(isSo: () => Promise<boolean>): Promise<void> {
    const subscription = spawn('pactl', ['subscribe'], {
      env: this.#programEnv,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const changes = new Changes(subscription);
    try {
      // Whoever asks is a client that comes and goes, which tells when the subscription stands.
      while (!(await isSo())) await changes.next();
    } finally {
      await end(subscription);
    }
  }

  get #programEnv(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.env };
  }
}

/** Longest time without a word from the server, while a subscription begins, ms. */
const SUBSCRIBING_MS = 100;

/** The lines of `pactl subscribe`. */
class Changes {
  #seen = 0;
  #isSubscribed = false;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(subscription: ChildProcessByStdio<null, Readable, null>) {
    createInterface({ input: subscription.stdout })
      .on('line', (line) => {
        this.#isSubscribed = true;
        if (!line.includes('client')) this.#seen += 1;
        this.#wake();
      })
      .on('close', () => {
        this.#hasEnded = true;
        this.#wake();
      });
  }

  /** Resolves at the next change; at once when there was one since the last call. */
  async next(): Promise<void> {
    while (this.#seen === 0) {
      if (this.#hasEnded) throw new Error('the sound server ended');
      const isNew = !this.#isSubscribed;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (isNew) timer = setTimeout(resolve, SUBSCRIBING_MS);
      });
      clearTimeout(timer);
      // What changed before the subscription stood was told to nobody: so ask once more.
      if (isNew) return;
    }
    this.#seen = 0;
  }
}

/** Ends a process by force, as a crash would. */
export async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Resolves when a file of this name is made; ask before the one who makes it is started. */
export async function appears(folder: string, name: string): Promise<void> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`${name} did not appear`)), 10_000);
  try {
    for await (const { filename } of watch(folder, { signal: stop.signal })) if (filename === name) return;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
