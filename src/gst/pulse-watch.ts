import type { Device } from '../engine/protocol.js';
import { PulseConnection } from './pulse-connection.js';
import {
  monitorOf,
  type Playback,
  readPlaybacks,
  readRecordings,
  readServerInfo,
  readSources,
  type ServerInfo,
} from './pulse-info.js';
import { Command, Facility, facilityOf, NONE } from './pulse-wire.js';

const PING_MS = 1000;
/** Longest wait for the first answer, ms. */
const START_MS = 400;
/** An application's stream is there before it is connected to an output, which no event tells of. */
const CONNECT_MS = 50;

/** Where a recording stream is now. */
export interface StreamPlace {
  /** pulsesrc's `source-output-index`. */
  stream: number;
  /** Name of the source. */
  device: string;
  /** What `@DEFAULT_MONITOR@` means now. */
  defaultMonitor: string;
}

/** What a source needs to be there. */
export type Needed = { device: string } | { application: string };

/** Whether what a source needs is there, and why not. */
export type Presence =
  /** Of an application: the stream that it plays. */
  { isThere: true; playback?: number } | { isThere: false; reason: string };

interface Hooks {
  /** What `@DEFAULT_MONITOR@` means from now on. */
  onDefaultMonitor(device: string): void;
  onStream(place: StreamPlace): void;
  /** A device came, went or became the default one, or all of them with their server. */
  onDevices(): void;
  /** Of what was asked for by `expect`; undefined while there is no server to tell. */
  onPresence(presence: Presence | undefined): void;
}

/**
 * What the sound server knows and GStreamer does not tell: that another output is
 * the default, that a device came back, that the server hangs, and where a stream
 * was moved before the first sound of that place arrives, as it may be a microphone.
 */
export class PulseWatch {
  readonly #server: PulseConnection;
  #ping: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #defaultMonitor = '';
  #needed: Needed | undefined;
  #settle: () => void = () => undefined;

  constructor(
    private readonly hooks: Hooks,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#server = new PulseConnection(
      {
        onOpen: () => this.#open(),
        onEvent: (event, index) => this.#tellOf(facilityOf(event), index),
        onLost: () => this.#lost(),
      },
      env,
    );
  }

  /** Resolves when the default is known or there is no server to tell it. */
  async start(): Promise<void> {
    const settled = new Promise<void>((resolve) => (this.#settle = resolve));
    const timer = setTimeout(this.#settle, START_MS);
    this.#server.connect();
    await settled;
    clearTimeout(timer);
  }

  /** What `@DEFAULT_MONITOR@` means; '' while nobody knows. */
  get defaultMonitor(): string {
    return this.#defaultMonitor;
  }

  /** Whether the server is there and does not answer: whoever calls it now is blocked until it does. */
  get isHung(): boolean {
    return this.#server.isHung;
  }

  /** Whether no server can be reached where one is looked for. */
  get isAway(): boolean {
    return this.#server.isAway;
  }

  /** Finds out whether it hangs, for those who have reason to think so. */
  ask(): void {
    if (!this.#server.isWaiting) this.#askForDefault();
  }

  /** Tells from now on whether this is there. */
  expect(needed: Needed | undefined): void {
    this.#needed = needed;
    this.#askForNeeded();
  }

  /**
   * Ends the oldest of this process's own recordings that the server has not connected.
   * PipeWire answers only when it has, and who waits for that cannot be stopped.
   */
  endUnconnected(): void {
    this.#server.ask(Command.GET_SOURCE_OUTPUT_INFO_LIST, [], (values) => {
      const own = readRecordings(values).filter(({ processId }) => processId === String(process.pid));
      const unconnected = own.filter(({ isConnected }) => !isConnected).sort((a, b) => a.index - b.index);
      if (unconnected[0]) this.#server.ask(Command.KILL_SOURCE_OUTPUT, [unconnected[0].index]);
    });
  }

  /** All that can be recorded from now; none where no server answers. Takes as long as a server that hangs. */
  async devices(): Promise<Device[]> {
    return new Promise((resolve) => {
      const none = () => resolve([]);
      const list = (info: ServerInfo) =>
        this.#server.ask(Command.GET_SOURCE_INFO_LIST, [], (all) => resolve(readSources(all, info)), none);
      this.#server.ask(Command.GET_SERVER_INFO, [], (info) => list(readServerInfo(info)), none);
    });
  }

  close(): void {
    clearInterval(this.#ping);
    clearTimeout(this.#again);
    this.#server.close();
  }

  #open(): void {
    this.#askForDefault();
    this.#askForNeeded();
    this.#ping = setInterval(() => this.#askForDefault(), PING_MS);
    this.hooks.onDevices();
  }

  #lost(): void {
    this.#settle();
    // Of a connection that stood, not of each try in vain.
    if (this.#ping !== undefined) this.hooks.onDevices();
    clearInterval(this.#ping);
    clearTimeout(this.#again);
    this.#ping = undefined;
    this.hooks.onPresence(undefined);
  }

  #tellOf(facility: number, index: number): void {
    if (facility === Facility.SOURCE_OUTPUT) {
      this.#askForStream(index);
    } else if (facility === Facility.SINK_INPUT) {
      if (this.#needed && 'application' in this.#needed) this.#askForNeeded();
    } else {
      this.#askForDefault();
      this.#askForNeeded();
      this.hooks.onDevices();
    }
  }

  #askForDefault(): void {
    this.#server.ask(Command.GET_SERVER_INFO, [], (values) => {
      this.#settle();
      const device = monitorOf(readServerInfo(values).defaultSink);
      if (device === '' || device === this.#defaultMonitor) return;
      this.#defaultMonitor = device;
      this.hooks.onDefaultMonitor(device);
    });
  }

  #askForNeeded(): void {
    clearTimeout(this.#again);
    const needed = this.#needed;
    if (!needed || !this.#server.isOpen) return;
    const tell = (presence: Presence) => {
      if (needed === this.#needed) this.hooks.onPresence(presence);
    };
    if ('device' in needed) this.#lookUp(needed.device, tell);
    else this.#lookFor(needed.application, tell);
  }

  #lookUp(device: string, tell: (presence: Presence) => void): void {
    this.#server.ask(
      Command.LOOKUP_SOURCE,
      [device],
      () => tell({ isThere: true }),
      () => tell({ isThere: false, reason: `there is no ${device}` }),
    );
  }

  /**
   * PipeWire's session manager cannot connect a stream to its output while it connects a recording to it:
   * after some tries it gives up for good, and the application would never be heard on this computer. So
   * only a stream that has its output counts, and only that one is recorded, not what comes under its name.
   */
  #lookFor(application: string, tell: (presence: Presence) => void): void {
    const tellOf = (playbacks: Playback[]) => {
      const found = playbacks.filter(({ node }) => node === application);
      const connected = found.find(({ isConnected }) => isConnected);
      if (connected) {
        tell({ isThere: true, playback: connected.index });
        return;
      }
      tell({ isThere: false, reason: `no application named "${application}" plays` });
      if (found.length > 0) this.#again = setTimeout(() => this.#askForNeeded(), CONNECT_MS);
    };
    this.#server.ask(Command.GET_SERVER_INFO, [], (info) => {
      if (readServerInfo(info).isPipeWire) this.#askForPlaybacks(tellOf);
      else tell({ isThere: false, reason: 'PulseAudio cannot capture one application; PipeWire can' });
    });
  }

  #askForPlaybacks(onReply: (playbacks: Playback[]) => void): void {
    this.#server.ask(Command.GET_SINK_INPUT_INFO_LIST, [], (values) => onReply(readPlaybacks(values)));
  }

  /** An error as answer means that it is already gone again, which another event tells. */
  #askForStream(stream: number): void {
    // The default may have changed in the same moment, so it is asked for first.
    this.#askForDefault();
    this.#server.ask(Command.GET_SOURCE_OUTPUT_INFO, [stream], (info) => {
      info.skip(4); // index, name, module, client
      const source = info.number();
      if (source === NONE) return;
      this.#server.ask(Command.GET_SOURCE_INFO, [source, null], (sourceInfo) => {
        sourceInfo.skip();
        const device = sourceInfo.text() ?? '';
        this.hooks.onStream({ stream, device, defaultMonitor: this.#defaultMonitor });
      });
    });
  }
}
