import { connect, type Socket } from 'node:net';
import { pulseAddress, pulseCookie } from './pulse-address.js';
import {
  Command,
  encodePacket,
  Facility,
  PacketReader,
  PROTOCOL_VERSION,
  ValueReader,
  type WireValue,
} from './pulse-wire.js';

const RETRY_MS = 500;
/** Answers to questions that were never asked, and what nothing refers to. */
const NONE = 0xffffffff;
const SUBSCRIPTION = (1 << Facility.SOURCE_OUTPUT) | (1 << Facility.SERVER);

/** Where a recording stream is now. */
export interface StreamPlace {
  /** pulsesrc's `source-output-index`. */
  stream: number;
  /** Name of the source. */
  device: string;
  /** What `@DEFAULT_MONITOR@` means now. */
  defaultMonitor: string;
}

interface Hooks {
  onDefaultMonitor(device: string): void;
  onStream(place: StreamPlace): void;
}

type Reply = (reply: ValueReader) => void;

/**
 * A connection to PulseAudio (or PipeWire, which speaks the same) that only
 * listens. GStreamer tells nothing of a new default output, and of a stream that
 * the server moves to another device only with the first sound of that device,
 * which may be a microphone. Here it is known before. Never blocks; a server
 * that is away is tried again.
 */
export class PulseWatch {
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #packets = new PacketReader();
  readonly #replies = new Map<number, Reply>();
  #asked = 0;
  #defaultMonitor = '';
  #closed = false;

  constructor(
    private readonly hooks: Hooks,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #connect(): void {
    const address = pulseAddress(this.env);
    if (!address) return;
    this.#packets = new PacketReader();
    this.#replies.clear();
    const socket = connect(address);
    this.#socket = socket;
    socket.on('connect', () => this.#introduce());
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => {
      if (!this.#closed) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #introduce(): void {
    this.#ask(Command.AUTH, [PROTOCOL_VERSION, pulseCookie(this.env)]);
    this.#ask(Command.SET_CLIENT_NAME, [{ 'application.name': 'Earshot' }]);
    this.#ask(Command.SUBSCRIBE, [SUBSCRIPTION]);
    this.#askForDefault();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const body of this.#packets.read(chunk)) this.#handle(new ValueReader(body));
    } catch {
      this.#socket?.destroy(); // A new connection begins anew.
    }
  }

  #handle(values: ValueReader): void {
    const command = values.number();
    const tag = values.number();
    if (command === Command.SUBSCRIBE_EVENT) {
      const facility = values.number() & 0xf;
      if (facility === Facility.SERVER) this.#askForDefault();
      else this.#askForStream(values.number());
      return;
    }
    const reply = this.#replies.get(tag);
    this.#replies.delete(tag);
    // An error means that it is already gone again: another event tells of that.
    if (command === Command.REPLY) reply?.(values);
  }

  #askForDefault(): void {
    this.#ask(Command.GET_SERVER_INFO, [], (info) => {
      for (let i = 0; i < 4; i += 1) info.text(); // server, version, user, host
      info.skipSampleFormat();
      const device = `${info.text() ?? ''}.monitor`;
      if (device === this.#defaultMonitor) return;
      this.#defaultMonitor = device;
      this.hooks.onDefaultMonitor(device);
    });
  }

  #askForStream(stream: number): void {
    // The default may have changed in the same moment, so it is asked for first.
    this.#askForDefault();
    this.#ask(Command.GET_SOURCE_OUTPUT_INFO, [stream], (info) => {
      info.number();
      info.text();
      info.number(); // module
      info.number(); // client
      const source = info.number();
      if (source === NONE) return;
      this.#ask(Command.GET_SOURCE_INFO, [source, null], (sourceInfo) => {
        sourceInfo.number();
        const device = sourceInfo.text() ?? '';
        this.hooks.onStream({ stream, device, defaultMonitor: this.#defaultMonitor });
      });
    });
  }

  #ask(command: number, values: WireValue[], reply?: Reply): void {
    const tag = this.#asked;
    this.#asked = (this.#asked + 1) % NONE;
    if (reply) this.#replies.set(tag, reply);
    this.#socket?.write(encodePacket([command, tag, ...values]));
  }
}
