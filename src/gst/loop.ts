import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { type Bus, GLib, type Message } from './gi.js';

const PUMP_INTERVAL_MS = 10;
const MAX_ITERATIONS = 100;
const COLLECT_ROUNDS = 3;
const COLLECT_PAUSE_MS = 100;

/**
 * Brings GStreamer's messages into Node's own loop: a timer drains the bus and
 * GLib's default context (where node-gtk tears wrappers down). Nothing of ours
 * is ever called from a GStreamer thread: such a call blocks that thread until
 * Node turns, and deadlocks when Node is inside a state change (node-gtk #247).
 */
export class Loop {
  readonly #timer: NodeJS.Timeout;
  readonly #context = GLib.MainContext.default();
  readonly #collectGarbage: () => void;
  #rounds = 0;
  #collecting: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly onMessage: (message: Message) => void,
  ) {
    setFlagsFromString('--expose-gc');
    this.#collectGarbage = runInNewContext('gc') as () => void;
    this.#timer = setInterval(() => this.#pump(), PUMP_INTERVAL_MS);
  }

  /**
   * Call after removing elements. A removed webrtcbin keeps its sockets and its
   * ICE thread until V8 collects the wrapper, and V8 does not see native memory:
   * so collect, three rounds apart, because its ICE agent goes only after it.
   */
  collectSoon(): void {
    this.#rounds = COLLECT_ROUNDS;
    this.#collecting ??= setInterval(() => this.#collect(), COLLECT_PAUSE_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    clearInterval(this.#collecting);
  }

  #pump(): void {
    for (let i = 0; i < MAX_ITERATIONS && this.#context.iteration(false); i++);
    for (let message = this.bus.pop(); message; message = this.bus.pop()) this.onMessage(message);
  }

  #collect(): void {
    this.#collectGarbage();
    this.#rounds -= 1;
    if (this.#rounds > 0) return;
    clearInterval(this.#collecting);
    this.#collecting = undefined;
  }
}
