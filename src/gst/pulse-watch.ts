import { connect, type Socket } from 'node:net';
import { pulseAddress, pulseCookie } from './pulse-address.js';
import {
  Command,
  encodePacket,
  Facility,
  PacketReader,
  PROTOCOL_VERSION,
  readEvent,
  ValueReader,
  WireError,
  type WireValue,
} from './pulse-wire.js';

const RETRY_MS = 250;
const PING_MS = 1000;
/** A server that runs answers within a millisecond; a very busy machine makes it some more. */
const PATIENCE_MS = 400;
/** The index of nothing. */
const NONE = 0xffffffff;
const SUBSCRIPTION = Object.values(Facility).reduce((mask, facility) => mask | (1 << facility), 0);

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
  /** What `@DEFAULT_MONITOR@` means from now on. */
  onDefaultMonitor(device: string): void;
  onStream(place: StreamPlace): void;
  /** A device came, went or became the default one. */
  onDevices(): void;
  /** An application begins to play. */
  onPlayback(): void;
  /** Whether the device of `expect` is there; undefined while there is no server to ask. */
  onPresence(device: string, isThere: boolean | undefined): void;
}

type Reply = (reply: ValueReader) => void;

interface Question {
  askedAt: number;
  onReply?: Reply | undefined;
  onError?: (() => void) | undefined;
}

/**
 * A connection to PulseAudio (or PipeWire, which speaks the same) beside the one
 * that captures. It tells what GStreamer does not: that another output is the
 * default, that a device came back, that the server hangs, and where a stream was
 * moved before the first sound of that place arrives, as it may be a microphone.
 * It never blocks; a server that is away is tried again.
 */
export class PulseWatch {
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #ping: NodeJS.Timeout | undefined;
  #packets = new PacketReader();
  readonly #questions = new Map<number, Question>();
  #asked = 0;
  #defaultMonitor = '';
  #expected = '';
  #closed = false;
  #settle: () => void = () => undefined;

  constructor(
    private readonly hooks: Hooks,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Resolves when the default is known or there is no server to tell it. */
  async start(): Promise<void> {
    const settled = new Promise<void>((resolve) => (this.#settle = resolve));
    const timer = setTimeout(this.#settle, PATIENCE_MS);
    this.#connect();
    await settled;
    clearTimeout(timer);
  }

  /** What `@DEFAULT_MONITOR@` means; '' while nobody knows. */
  get defaultMonitor(): string {
    return this.#defaultMonitor;
  }

  /** Whether the server is there and does not answer: whoever calls it now is blocked until it does. */
  get isHung(): boolean {
    const [oldest] = this.#questions.values();
    return oldest !== undefined && performance.now() - oldest.askedAt > PATIENCE_MS;
  }

  /** Finds out whether it hangs, for those who have reason to think so. */
  ask(): void {
    if (this.#questions.size === 0 && this.#socket?.readyState === 'open') this.#askForDefault();
  }

  /** Tells from now on when this device comes and goes; '' is none. */
  expect(device: string): void {
    this.#expected = device;
    if (this.#socket?.readyState === 'open') this.#askForExpected();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#ping);
    this.#socket?.destroy();
  }

  #connect(): void {
    const address = pulseAddress(this.env);
    if (!address) {
      this.#settle();
      return;
    }
    this.#packets = new PacketReader();
    const socket = connect(address);
    this.#socket = socket;
    socket.on('connect', () => this.#introduce());
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#lost());
  }

  #introduce(): void {
    this.#ask(Command.AUTH, [PROTOCOL_VERSION, pulseCookie(this.env)]);
    this.#ask(Command.SET_CLIENT_NAME, [{ 'application.name': 'Earshot' }]);
    this.#ask(Command.SUBSCRIBE, [SUBSCRIPTION]);
    this.#askForDefault();
    this.#askForExpected();
    this.#ping = setInterval(() => this.#askForDefault(), PING_MS);
  }

  #lost(): void {
    this.#settle();
    clearInterval(this.#ping);
    this.#questions.clear();
    if (this.#closed) return;
    if (this.#expected !== '') this.hooks.onPresence(this.#expected, undefined);
    this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
  }

  #receive(chunk: Buffer): void {
    try {
      for (const body of this.#packets.read(chunk)) this.#handle(new ValueReader(body));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#socket?.destroy(); // A new connection begins anew.
    }
  }

  #handle(values: ValueReader): void {
    const command = values.number();
    const tag = values.number();
    if (command === Command.SUBSCRIBE_EVENT) {
      this.#tellOf(readEvent(values.number()), values.number());
      return;
    }
    const question = this.#questions.get(tag);
    this.#questions.delete(tag);
    if (command === Command.REPLY) question?.onReply?.(values);
    else question?.onError?.();
  }

  #tellOf({ facility, isNew }: ReturnType<typeof readEvent>, index: number): void {
    if (facility === Facility.SOURCE_OUTPUT) {
      this.#askForStream(index);
    } else if (facility === Facility.SINK_INPUT) {
      if (isNew) this.hooks.onPlayback();
    } else {
      this.#askForDefault();
      this.#askForExpected();
      this.hooks.onDevices();
    }
  }

  #askForDefault(): void {
    this.#ask(Command.GET_SERVER_INFO, [], (info) => {
      for (let i = 0; i < 4; i += 1) info.text(); // server, version, user, host
      info.skipSampleFormat();
      this.#settle();
      const sink = info.text() ?? '';
      const device = `${sink}.monitor`;
      // PipeWire says "@DEFAULT_SINK@" while there is none.
      if (sink === '' || sink.startsWith('@') || device === this.#defaultMonitor) return;
      this.#defaultMonitor = device;
      this.hooks.onDefaultMonitor(device);
    });
  }

  #askForExpected(): void {
    const device = this.#expected;
    if (device === '') return;
    const tell = (isThere: boolean) => {
      if (device === this.#expected) this.hooks.onPresence(device, isThere);
    };
    this.#ask(
      Command.LOOKUP_SOURCE,
      [device],
      () => tell(true),
      () => tell(false),
    );
  }

  /** An error as answer means that it is already gone again, which another event tells. */
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

  #ask(command: number, values: WireValue[], onReply?: Reply, onError?: () => void): void {
    const tag = this.#asked;
    this.#asked = (this.#asked + 1) % NONE;
    this.#questions.set(tag, { askedAt: performance.now(), onReply, onError });
    this.#socket?.write(encodePacket([command, tag, ...values]));
  }
}
