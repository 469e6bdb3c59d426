/**
 * Keeps one listening session alive, without knowing a page: connects, notices
 * when sound stops, and comes back by itself. There is never more than one
 * session: a former one is closed, says nothing more, and is ended on the server.
 */

import type { Applied, CaptureMoment, EngineStatus, Status } from '../../../src/api.js';
import type { Played } from './capture-age.js';
import { noWishes, type Wishes } from './offer-wishes.js';
import { PacketWatch } from './packet-watch.js';
import { retryDelay } from './retry-delay.js';
import type { Server } from './server.js';
import { type Answered, type Browser, Session, type TransportStates } from './session.js';
import { StatusWatch } from './status-watch.js';
import { Trouble } from './trouble.js';

/** How often to ask for the status, ms: seldom while sound flows, often while it does not. */
const CALM_PACE = 2000;
/** Instead of it where the server tells of changes by itself. */
const TOLD_PACE = 10_000;
const ALERT_PACE = 400;
const ENGINE_PACE = 150;
/** ms to wait for an engine on its way, if no status tells of its return. */
const ENGINE_PATIENCE = 3000;
/** ms for a former session to end before the next one begins anyway. */
const PARTING_LIMIT = 1000;
/** ms of sound after which former failures no longer count. */
const STABLE_AFTER = 5000;

/** `idle`: nobody wants to listen. `failed`: trying again makes no sense until something is changed. */
export type PlayerState = 'idle' | 'connecting' | 'playing' | 'reconnecting' | 'failed';

export interface PlayerView {
  readonly state: PlayerState;
  /** Of the present session; carries sound in state `playing`. */
  readonly track: MediaStreamTrack | null;
  readonly applied: Applied | null;
  /** What the present session's RTP timestamps mean. */
  readonly captured: CaptureMoment | null;
  readonly asksForStereo: boolean;
  /** What the present session asked for. */
  readonly wishes: Wishes;
  /** The server does not have the codec that was wished for, so any was asked for instead. */
  readonly codecRefused: boolean;
  /** Date.now() of the first sound since somebody wanted to listen. */
  readonly listeningSince: number | null;
  /** How often the sound was lost since then. */
  readonly losses: number;
  /** What the server last said about itself. */
  readonly status: Status | null;
  /** Why it is reconnecting or has failed. */
  readonly trouble: Trouble | null;
  /** Length of the pause before the next try, ms. */
  readonly retryInMs: number | null;
}

export interface PlayerOptions {
  server: Server;
  browser: Browser;
  wishes?: Wishes;
  /** From 0 to 1, as Math.random. */
  random: () => number;
  onChange: (view: PlayerView) => void;
}

const nothing = {
  track: null,
  applied: null,
  captured: null,
  asksForStereo: false,
  trouble: null,
  retryInMs: null,
} as const;
const notYet = { codecRefused: false, listeningSince: null, losses: 0 } as const;

export class Player {
  #view: PlayerView;
  #wanted = false;
  #session: Session | null = null;
  #parting: Promise<Trouble | null> = Promise.resolve(null);
  #packetWatch: PacketWatch | null = null;
  /** The engine that the present session belongs to, as first reported after its answer. */
  #engine: EngineStatus | null = null;
  /** The status has shown an engine that is not ready since the last try. */
  #engineWasAway = false;
  #failures = 0;
  #playingSince = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #wishes: Wishes;
  #bufferTarget: number | null = null;
  #isTold = false;
  #lastTransport: TransportStates | null = null;
  readonly #statusWatch: StatusWatch;

  constructor(private readonly options: PlayerOptions) {
    this.#wishes = options.wishes ?? noWishes;
    this.#view = { ...nothing, ...notYet, state: 'idle', status: null, wishes: this.#wishes };
    this.#statusWatch = new StatusWatch(options.server, {
      status: (status) => this.#look(status),
      unanswered: () => {
        if (this.#packetWatch) this.#packetWatch.serverAnswers = false;
      },
    });
  }

  get view(): PlayerView {
    return this.#view;
  }

  /** Somebody wants to listen. Does nothing where that is under way. */
  start(): void {
    this.#wanted = true;
    if (this.#view.state !== 'idle' && this.#view.state !== 'failed') return;
    this.#failures = 0;
    if (!this.#view.listeningSince) this.#view = { ...this.#view, ...notYet };
    this.#connect('connecting');
  }

  /** Asks the server for another sound from now on; a session that stands is replaced. */
  wish(wishes: Wishes): void {
    this.#wishes = wishes;
    this.#show({ wishes, codecRefused: false });
    const { state } = this.#view;
    if (state === 'idle' || state === 'failed') return;
    this.#failures = 0;
    this.#connect('connecting');
  }

  /** The least delay that the jitter buffer is to keep, ms; null: the browser's own. @returns whether it obeys */
  setBufferTarget(ms: number | null): boolean {
    this.#bufferTarget = ms;
    return this.#session?.setBufferTarget(ms) ?? true;
  }

  /** The browser's statistics of the present session; null while there is none. */
  async report(): Promise<RTCStatsReport | null> {
    return (await this.#session?.report()) ?? null;
  }

  /** What the present session played last. */
  get played(): Played | null {
    return this.#session?.played ?? null;
  }

  /** How far the transport of the present or the last session came. */
  get transport(): TransportStates | null {
    return this.#session?.transport ?? this.#lastTransport;
  }

  /** Whether the server tells of changes by itself, so that asking it can be rare. */
  set isTold(isTold: boolean) {
    if (isTold === this.#isTold) return;
    this.#isTold = isTold;
    // The end of its telling may be its own end.
    if (this.#packetWatch) this.#statusWatch.every(this.#pace());
  }

  /** A status that the server sent by itself. It may be older than the session, so it is only a reason to ask. */
  tell(status: Status): void {
    this.#show({ status });
    if (this.#view.track) {
      if (this.#engine && this.#lossTold(status)) this.#statusWatch.every(ENGINE_PACE);
    } else if (!this.#session && this.#view.trouble?.code === 'engine-unavailable') {
      this.#statusWatch.every(ENGINE_PACE);
    }
  }

  /** Nobody wants to listen: ends the session and stays ended until start(). Settles when the server knows. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#view = { ...this.#view, ...notYet };
    await this.#rest();
  }

  /** The page is left but may come back; unlike stop(), resume() then goes on. */
  async suspend(): Promise<void> {
    await this.#rest();
  }

  /** Goes on after suspend() if somebody was listening. */
  resume(): void {
    if (this.#wanted && this.#view.state === 'idle') this.start();
  }

  /** Circumstances have changed (network back, page visible): look now instead of waiting. */
  wake(): void {
    const { state, trouble } = this.#view;
    if (this.#packetWatch) this.#statusWatch.every(this.#pace());
    if (this.#session || state !== 'reconnecting' || trouble?.retryAfterMs) return;
    this.#failures = 0;
    this.#connect('reconnecting');
  }

  #rest(): Promise<Trouble | null> {
    this.#part();
    this.#statusWatch.stop();
    this.#show({ ...nothing, state: 'idle' });
    return this.#parting;
  }

  #pace(): number {
    if (!this.#packetWatch?.isFlowing) return ALERT_PACE;
    return this.#isTold ? TOLD_PACE : CALM_PACE;
  }

  /** Leaves the present session and forgets everything about it. */
  #part(): void {
    clearTimeout(this.#retryTimer);
    this.#packetWatch?.stop();
    this.#packetWatch = null;
    this.#engine = null;
    if (this.#session) {
      this.#parting = this.#session.close();
      this.#lastTransport = this.#session.transport;
    }
    this.#session = null;
  }

  #connect(state: 'connecting' | 'reconnecting'): void {
    this.#part();
    this.#engineWasAway = false;
    const wishes: Wishes = this.#view.codecRefused ? { ...this.#wishes, codec: 'auto' } : this.#wishes;
    let session: Session;
    try {
      session = new Session(this.options.browser, this.options.server, wishes, {
        answered: (answer, track) => this.#answered(session, answer, track),
        connected: () => this.#connected(session),
        lost: (trouble) => this.#lost(trouble),
      });
      session.setBufferTarget(this.#bufferTarget);
    } catch (cause) {
      this.#statusWatch.stop();
      const trouble = new Trouble('no-webrtc', '', { retry: false, cause });
      this.#show({ ...nothing, state: 'failed', trouble });
      return;
    }
    this.#session = session;
    this.#show({ ...nothing, state, trouble: state === 'reconnecting' ? this.#view.trouble : null });
    this.#statusWatch.every(ALERT_PACE);
    void atMost(this.#parting, PARTING_LIMIT).then((refusal) => {
      if (refusal && session === this.#session) this.#lost(refusal);
      else void session.open();
    });
  }

  #answered(session: Session, answer: Answered, track: MediaStreamTrack): void {
    this.#show({ ...answer, track, asksForStereo: session.asksForStereo });
    this.#statusWatch.every(ALERT_PACE);
  }

  #connected(session: Session): void {
    if (this.#packetWatch) return;
    this.#playingSince = performance.now();
    this.#packetWatch = new PacketWatch(() => session.packetsReceived(), {
      flowing: () => this.#statusWatch.every(this.#pace()),
      quiet: () => this.#statusWatch.every(ALERT_PACE),
      stalled: () => this.#lost(new Trouble('stalled')),
    });
    const listeningSince = this.#view.listeningSince ?? Date.now();
    this.#show({ state: 'playing', trouble: null, retryInMs: null, listeningSince });
  }

  #lost(trouble: Trouble): void {
    const played = this.#view.state === 'playing' ? performance.now() - this.#playingSince : 0;
    if (played >= STABLE_AFTER) this.#failures = 0;
    // Who just listened gets one try at once.
    const delay = played > 0 && this.#failures === 0 ? 0 : retryDelay(this.#failures, this.options.random());
    this.#failures++;
    this.#part();
    if (played > 0) this.#view = { ...this.#view, losses: this.#view.losses + 1 };
    if (trouble.code === 'no-common-codec' && this.#wishes.codec !== 'auto' && !this.#view.codecRefused) {
      this.#show({ codecRefused: true });
      this.#connect('connecting');
      return;
    }
    if (!trouble.retry) {
      this.#statusWatch.stop();
      this.#show({ ...nothing, state: 'failed', trouble });
      return;
    }
    const retryInMs = Math.max(delay, trouble.retryAfterMs ?? 0);
    this.#retryTimer = setTimeout(() => this.#connect('reconnecting'), retryInMs);
    if (trouble.code === 'engine-unavailable') this.#statusWatch.every(ENGINE_PACE);
    else this.#statusWatch.stop();
    this.#show({ ...nothing, state: 'reconnecting', trouble, retryInMs });
  }

  #look(status: Status): void {
    if (this.#packetWatch) this.#packetWatch.serverAnswers = true;
    this.#show({ status });
    if (this.#view.track) this.#lookAfterSession(status);
    else this.#lookForEngine(status);
  }

  #lookAfterSession(status: Status): void {
    const trouble = this.#lossTold(status);
    if (!trouble) return;
    // An engine that is gone took its sessions along; in any other case the server is asked what became of it.
    if (trouble.code !== 'session-ended') this.#session?.forget();
    this.#lost(trouble);
    this.#engineWasAway = status.engine.state !== 'ready';
  }

  /** What a status tells of a session that the server no longer has. */
  #lossTold({ engine, listeners }: Status): Trouble | null {
    this.#engine ??= engine;
    if (engine.state !== 'ready') {
      return new Trouble('engine-unavailable', '', { retryAfterMs: ENGINE_PATIENCE });
    }
    const { pid, restarts } = this.#engine;
    if (engine.pid !== pid || engine.restarts !== restarts) return new Trouble('engine-restarted');
    return listeners.length === 0 ? new Trouble('session-ended') : null;
  }

  /** An engine seen to return is worth a try at once: Retry-After was the server's guess of just that. */
  #lookForEngine({ engine }: Status): void {
    if (engine.state !== 'ready') this.#engineWasAway = true;
    else if (this.#engineWasAway && !this.#session) this.#connect('reconnecting');
  }

  #show(change: Partial<PlayerView>): void {
    this.#view = { ...this.#view, ...change };
    this.options.onChange(this.#view);
  }
}

/** @returns null where it took too long */
function atMost<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ms);
    const settle = (value: Value | null) => {
      clearTimeout(timer);
      resolve(value);
    };
    promise.then(settle, () => settle(null));
  });
}
