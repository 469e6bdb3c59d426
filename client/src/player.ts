/**
 * Keeps one listening session alive, without knowing a page: connects, notices
 * when sound stops, and comes back by itself. There is never more than one
 * session: a former one is closed, says nothing more, and is ended on the server.
 */

import type { Applied, EngineStatus, Status } from '../../src/api.js';
import { PacketWatch } from './packet-watch.js';
import { retryDelay } from './retry-delay.js';
import { Server } from './server.js';
import { Session } from './session.js';
import { StatusWatch } from './status-watch.js';
import { Trouble } from './trouble.js';

/** How often to ask for the status, ms: seldom while sound flows, often while it does not. */
const CALM_PACE = 2000;
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
  readonly asksForStereo: boolean;
  /** What the server last said about itself. */
  readonly status: Status | null;
  /** Why it is reconnecting or has failed. */
  readonly trouble: Trouble | null;
  /** Length of the pause before the next try, ms. */
  readonly retryInMs: number | null;
}

export interface PlayerOptions {
  /** Address of Earshot's page, ending in a slash. */
  base: string;
  createPeer: () => RTCPeerConnection;
  fetch: typeof globalThis.fetch;
  /** From 0 to 1, as Math.random. */
  random: () => number;
  onChange: (view: PlayerView) => void;
}

const nothing = { track: null, applied: null, asksForStereo: false, trouble: null, retryInMs: null } as const;

export class Player {
  #view: PlayerView = { ...nothing, state: 'idle', status: null };
  #wanted = false;
  #session: Session | null = null;
  #parting: Promise<void> = Promise.resolve();
  #packetWatch: PacketWatch | null = null;
  /** The engine that the present session belongs to, as first reported after its answer. */
  #engine: EngineStatus | null = null;
  /** The status has shown an engine that is not ready since the last try. */
  #engineWasAway = false;
  #failures = 0;
  #playingSince = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #server: Server;
  readonly #statusWatch: StatusWatch;

  constructor(private readonly options: PlayerOptions) {
    this.#server = new Server(options.base, options.fetch);
    this.#statusWatch = new StatusWatch(this.#server, {
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
    this.#connect('connecting');
  }

  /** Nobody wants to listen: ends the session and stays ended until start(). Settles when the server knows. */
  stop(): Promise<void> {
    this.#wanted = false;
    return this.#rest();
  }

  /** The page is left but may come back; unlike stop(), resume() then goes on. */
  suspend(): Promise<void> {
    return this.#rest();
  }

  /** Goes on after suspend() if somebody was listening. */
  resume(): void {
    if (this.#wanted && this.#view.state === 'idle') this.start();
  }

  /** Circumstances have changed (network back, page visible): look now instead of waiting. */
  wake(): void {
    const { state, trouble } = this.#view;
    if (this.#packetWatch) this.#statusWatch.every(this.#packetWatch.isFlowing ? CALM_PACE : ALERT_PACE);
    if (this.#session || state !== 'reconnecting' || trouble?.retryAfterMs) return;
    this.#failures = 0;
    this.#connect('reconnecting');
  }

  #rest(): Promise<void> {
    this.#part();
    this.#statusWatch.stop();
    this.#show({ ...nothing, state: 'idle' });
    return this.#parting;
  }

  /** Leaves the present session and forgets everything about it. */
  #part(): void {
    clearTimeout(this.#retryTimer);
    this.#packetWatch?.stop();
    this.#packetWatch = null;
    this.#engine = null;
    if (this.#session) this.#parting = this.#session.close();
    this.#session = null;
  }

  #connect(state: 'connecting' | 'reconnecting'): void {
    this.#part();
    this.#engineWasAway = false;
    let session: Session;
    try {
      session = new Session(this.options.createPeer, this.#server, {
        answered: (applied, track) => this.#answered(session, applied, track),
        connected: () => this.#connected(session),
        lost: (trouble) => this.#lost(trouble),
      });
    } catch (cause) {
      this.#statusWatch.stop();
      const trouble = new Trouble('no-webrtc', '', { retry: false, cause });
      this.#show({ ...nothing, state: 'failed', trouble });
      return;
    }
    this.#session = session;
    this.#show({ ...nothing, state, trouble: state === 'reconnecting' ? this.#view.trouble : null });
    this.#statusWatch.every(ALERT_PACE);
    void atMost(this.#parting, PARTING_LIMIT).then(() => session.open());
  }

  #answered(session: Session, applied: Applied, track: MediaStreamTrack): void {
    this.#show({ applied, track, asksForStereo: session.asksForStereo });
    this.#statusWatch.every(ALERT_PACE);
  }

  #connected(session: Session): void {
    if (this.#packetWatch) return;
    this.#playingSince = performance.now();
    this.#packetWatch = new PacketWatch(() => session.packetsReceived(), {
      flowing: () => this.#statusWatch.every(CALM_PACE),
      quiet: () => this.#statusWatch.every(ALERT_PACE),
      stalled: () => this.#lost(new Trouble('stalled')),
    });
    this.#show({ state: 'playing', trouble: null, retryInMs: null });
  }

  #lost(trouble: Trouble): void {
    const played = this.#view.state === 'playing' ? performance.now() - this.#playingSince : 0;
    if (played >= STABLE_AFTER) this.#failures = 0;
    // Who just listened gets one try at once.
    const delay = played > 0 && this.#failures === 0 ? 0 : retryDelay(this.#failures, this.options.random());
    this.#failures++;
    this.#part();
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
    this.#session?.forget();
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

function atMost(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
