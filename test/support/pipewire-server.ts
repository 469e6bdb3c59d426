import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { appears, AudioServer, end } from './audio-server.js';

const SOCKET = 'pipewire-0';

/**
 * The session manager as it comes, without the machine's own cards, cameras and
 * Bluetooth, and without D-Bus: version 0.4 reads the Lua files, 0.5 the other one.
 */
const SESSION_MANAGER = {
  'wireplumber/main.lua.d/90-enable-all.lua': `
    load_module("metadata")
    device_defaults.enable()
    stream_defaults.enable()
    load_script("intended-roles.lua")
    load_script("suspend-node.lua")
  `,
  'wireplumber/bluetooth.lua.d/90-enable-all.lua': '',
  'wireplumber/wireplumber.conf.d/no-hardware.conf': `
    wireplumber.profiles = {
      main = {
        hardware.audio = disabled, hardware.bluetooth = disabled, hardware.video-capture = disabled
        support.portal-permissionstore = disabled, support.reserve-device = disabled, support.logind = disabled
      }
    }
  `,
};

/** A PipeWire of the test's own: daemon, session manager and PulseAudio's protocol. */
export class PipeWireServer extends AudioServer {
  readonly #daemons: ChildProcess[] = [];

  static async start(): Promise<PipeWireServer> {
    const server = new PipeWireServer(await mkdtemp(join(tmpdir(), 'earshot-pipewire-')));
    for (const [file, text] of Object.entries(SESSION_MANAGER)) {
      const path = join(server.folder, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    await mkdir(join(server.folder, 'pulse'));
    await server.startDaemons();
    return server;
  }

  override get env(): NodeJS.ProcessEnv {
    return {
      PIPEWIRE_RUNTIME_DIR: this.folder,
      PULSE_SERVER: `unix:${this.#pulseSocket}`,
      PULSE_RUNTIME_PATH: join(this.folder, 'pulse'),
      XDG_RUNTIME_DIR: this.folder,
      XDG_CONFIG_HOME: this.folder,
      XDG_STATE_HOME: this.folder,
      HOME: this.folder,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(this.folder, 'no-bus')}`,
    };
  }

  /** The monitor of an output that nobody else uses; there is no module that makes a tone. */
  override async loadMicrophone(name: string, frequency: number): Promise<() => Promise<void>> {
    await this.loadNullSink('room');
    await this.pactl('load-module', 'module-remap-source', 'master=room.monitor', `source_name=${name}`);
    return this.playTone('room', frequency, { name: 'Voice' });
  }

  override async startDaemons(): Promise<void> {
    const core = appears(this.folder, SOCKET);
    this.#run('pipewire');
    await core;
    const pulse = appears(dirname(this.#pulseSocket), 'native');
    this.#run('wireplumber');
    this.#run('pipewire-pulse');
    await pulse;
    // The session manager is up when it has made its sink for machines without one.
    await this.changesUntil(async () => (await this.pactl('get-default-sink')) === 'auto_null');
  }

  /** By force, as a crash would. */
  override async killDaemons(): Promise<void> {
    await Promise.all(this.#daemons.splice(0).map(end));
    await rm(join(this.folder, SOCKET), { force: true });
    await rm(this.#pulseSocket, { force: true });
  }

  override async close(): Promise<void> {
    await this.killDaemons();
    await rm(this.folder, { recursive: true, force: true });
  }

  #run(program: string): void {
    this.#daemons.push(spawn(program, [], { env: { ...process.env, ...this.env }, stdio: 'ignore' }));
  }

  get #pulseSocket(): string {
    return join(this.folder, 'pulse/native');
  }
}
