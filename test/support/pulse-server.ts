import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** A PulseAudio of the test's own, with null sinks in place of sound cards. */
export class PulseServer {
  #daemon: ChildProcess | undefined;

  private constructor(private readonly folder: string) {}

  static async start(): Promise<PulseServer> {
    const server = new PulseServer(await mkdtemp(join(tmpdir(), 'earshot-pulse-')));
    await server.startDaemon();
    return server;
  }

  /** Environment by which programs find this server and no other. */
  get env(): NodeJS.ProcessEnv {
    return {
      PULSE_SERVER: `unix:${this.#socket}`,
      PULSE_RUNTIME_PATH: this.folder,
      XDG_RUNTIME_DIR: this.folder,
      HOME: this.folder,
    };
  }

  async startDaemon(): Promise<void> {
    const appeared = this.#socketAppears();
    const modules = [
      `module-native-protocol-unix socket=${this.#socket} auth-anonymous=1`,
      'module-always-sink',
    ];
    this.#daemon = spawn(
      'pulseaudio',
      [
        '-n',
        '--daemonize=no',
        '--exit-idle-time=-1',
        '--disallow-exit',
        ...modules.flatMap((name) => ['-L', name]),
      ],
      { env: { ...process.env, ...this.env }, stdio: 'ignore' },
    );
    await appeared;
  }

  /** By force, as a crash would. */
  async killDaemon(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon?.exitCode !== null || daemon.signalCode !== null) return;
    const exited = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await exited;
    await rm(this.#socket, { force: true });
  }

  /** @returns the module's index, for `unload` */
  async loadNullSink(name: string): Promise<string> {
    const properties = `device.description=${name}`;
    return this.pactl(
      'load-module',
      'module-null-sink',
      `sink_name=${name}`,
      `sink_properties=${properties}`,
    );
  }

  async unload(module: string): Promise<void> {
    await this.pactl('unload-module', module);
  }

  async setDefaultSink(name: string): Promise<void> {
    await this.pactl('set-default-sink', name);
  }

  async pactl(...args: string[]): Promise<string> {
    const { stdout } = await exec('pactl', args, { env: { ...process.env, ...this.env } });
    return stdout.trim();
  }

  /** Plays a tone into a sink until the returned function is called. */
  playTone(sink: string, frequency: number, volume = 0.5): () => Promise<void> {
    const launch = `audiotestsrc is-live=true freq=${String(frequency)} volume=${String(volume)} ! audio/x-raw,rate=48000,channels=2 ! pulsesink device=${sink}`;
    const player = spawn('gst-launch-1.0', ['-q', ...launch.split(' ')], {
      env: { ...process.env, ...this.env },
      stdio: 'ignore',
    });
    return async () => {
      const exited = once(player, 'exit');
      player.kill('SIGKILL');
      await exited;
    };
  }

  async close(): Promise<void> {
    await this.killDaemon();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, 'native');
  }

  async #socketAppears(): Promise<void> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error('PulseAudio did not start')), 10_000);
    try {
      for await (const { filename } of watch(this.folder, { signal: stop.signal }))
        if (filename === 'native') return;
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }
}
