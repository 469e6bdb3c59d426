import { connect, type Socket } from 'node:net';
import { pulseAddress, pulseCookie } from './pulse-address.js';
import { ValueReader } from './pulse-values.js';
import {
  Command,
  encodePacket,
  Facility,
  PacketReader,
  PROTOCOL_VERSION,
  WireError,
  type WireValue,
} from './pulse-wire.js';

const RETRY_MS = 250;
/** A server that runs answers within a millisecond; a very busy machine makes it some more. */
const PATIENCE_MS = 400;
const SUBSCRIPTION = Object.values(Facility).reduce((mask, facility) => mask | (1 << facility), 0);

interface Hooks {
  onOpen(): void;
  /** @param event see `facilityOf` */
  onEvent(event: number, index: number): void;
  /** There is no connection, or no more. */
  onLost(): void;
}

type Reply = (reply: ValueReader) => void;

interface Question {
  askedAt: number;
  onReply: Reply;
  /** The server refuses, or is gone. */
  onError: () => void;
}

const ignore = () => undefined;

/**
 * Questions and events of PulseAudio (or PipeWire, which speaks the same), on a
 * connection beside the one that captures. It never blocks; a server that is
 * away is tried again.
 */
export class PulseConnection {
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #packets = new PacketReader();
  readonly #questions = new Map<number, Question>();
  #asked = 0;
  #isReady = false;
  #closed = false;

  constructor(
    private readonly hooks: Hooks,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  connect(): void {
    const address = pulseAddress(this.env);
    if (!address) {
      this.hooks.onLost();
      return;
    }
    this.#packets = new PacketReader();
    const socket = connect(address);
    this.#socket = socket;
    socket.on('connect', () => this.#introduce());
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', ignore); // 'close' follows
    socket.on('close', () => this.#lost());
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === 'open';
  }

  /** Whether there is a place to look for a server, and none that serves: it may not run, or begin to. */
  get isAway(): boolean {
    return !this.#isReady && pulseAddress(this.env) !== undefined;
  }

  get isWaiting(): boolean {
    return this.#questions.size > 0;
  }

  /** Whether the server is there and does not answer: whoever calls it now is blocked until it does. */
  get isHung(): boolean {
    const [oldest] = this.#questions.values();
    return oldest !== undefined && performance.now() - oldest.askedAt > PATIENCE_MS;
  }

  /** One of the two is called, sooner or later. */
  ask(command: number, values: WireValue[], onReply: Reply = ignore, onError: () => void = ignore): void {
    if (!this.isOpen) {
      onError();
      return;
    }
    const tag = this.#asked;
    this.#asked = (this.#asked + 1) >>> 0;
    this.#questions.set(tag, { askedAt: performance.now(), onReply, onError });
    this.#socket?.write(encodePacket([command, tag, ...values]));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #introduce(): void {
    this.ask(Command.AUTH, [PROTOCOL_VERSION, pulseCookie(this.env)]);
    // PipeWire answers this when its session manager has let the client in, and the one before at once.
    this.ask(Command.SET_CLIENT_NAME, [{ 'application.name': 'Earshot' }], () => (this.#isReady = true));
    this.ask(Command.SUBSCRIBE, [SUBSCRIPTION]);
    this.hooks.onOpen();
  }

  #lost(): void {
    this.#isReady = false;
    const unanswered = [...this.#questions.values()];
    this.#questions.clear();
    for (const { onError } of unanswered) onError();
    if (this.#closed) return;
    this.hooks.onLost();
    this.#retry = setTimeout(() => this.connect(), RETRY_MS);
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
      this.hooks.onEvent(values.number(), values.number());
      return;
    }
    const question = this.#questions.get(tag);
    this.#questions.delete(tag);
    if (command !== Command.REPLY) {
      question?.onError();
      return;
    }
    try {
      question?.onReply(values);
    } catch (error) {
      question?.onError();
      throw error;
    }
  }
}
