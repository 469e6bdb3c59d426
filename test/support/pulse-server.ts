import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appears, AudioServer, end } from './audio-server.js';

const SOCKET = 'native';

/** A PulseAudio of the test's own. */
export class PulseServer extends AudioServer {
  #daemon: ChildProcess | undefined;

  static async start(): Promise<PulseServer> {
    const server = new PulseServer(await mkdtemp(join(tmpdir(), 'earshot-pulse-')));
    await server.startDaemons();
    return server;
  }

  override get env(): NodeJS.ProcessEnv {
    return {
      PULSE_SERVER: `unix:${this.#socket}`,
      PULSE_RUNTIME_PATH: this.folder,
      XDG_RUNTIME_DIR: this.folder,
      HOME: this.folder,
    };
  }

  override async loadMicrophone(name: string, frequency: number): Promise<() => Promise<void>> {
    const tone = `frequency=${String(frequency)}`;
    const module = await this.pactl('load-module', 'module-sine-source', `source_name=${name}`, tone);
    return () => this.unload(module).catch(() => undefined); // it may have died with the server
  }

  override async startDaemons(): Promise<void> {
    const appeared = appears(this.folder, SOCKET);
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

  /** Without rewinds it renders 50 ms ahead, as sound cards do; with them 2 s, which its monitor then lags behind. */
  protected override get nullSinkArguments(): string[] {
    return ['norewinds=1'];
  }

  /** By force, as a crash would. */
  override async killDaemons(): Promise<void> {
    await end(this.#daemon);
    await rm(this.#socket, { force: true });
  }

  /** It stays, and answers nothing more until `thaw`. */
  freeze(): void {
    this.#daemon?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#daemon?.kill('SIGCONT');
  }

  override async close(): Promise<void> {
    await this.killDaemons();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, SOCKET);
  }
}
