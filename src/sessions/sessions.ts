/** All listeners: who may join, who is here, who leaves when the engine says so. */

import { randomBytes } from 'node:crypto';
import type { EncoderStatus, ListenerStatus, OfferAnswer } from '../api.js';
import type { Limits } from '../config/types.js';
import type { Engine, EngineEvents } from '../engine/engine.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import type { Plan } from '../negotiation/plan.js';
import { acceptTrickle } from '../negotiation/trickle.js';
import { onServerClock } from '../server-clock.js';
import { encoderStatus } from './encoder-status.js';
import { RecentSecrets } from './recent-secrets.js';
import { Session } from './session.js';

/** Seconds after which a refused listener may ask again. */
const retryWhenFull = 10;
/** The same where only others' handshakes are in the way. */
const retryWhenBusy = 1;
/** So many ended sessions are remembered of each kind. */
const rememberedEnds = 100;

export interface SessionsParts {
  engine: Pick<Engine, 'open' | 'closeListener' | 'on' | 'off'>;
  /** Decides what a listener gets; throws an AppError for an offer it refuses. */
  negotiate: (offerSdp: string) => Plan;
  /** Makes the listener's answer out of the engine's. */
  complete: (plan: Plan, engineAnswer: string) => string;
  limits: Pick<Limits, 'listeners' | 'listenersPerAddress' | 'pending' | 'handshake'>;
  log: Logger;
  /** A listener came, got on or left. */
  onChange?: () => void;
  /** What became of an offer: `connected`, or an error's code, or why the listener left before; and how long after it came, ms. */
  onJoin?: (outcome: string, ms: number) => void;
}

export class Sessions {
  readonly #parts: SessionsParts;
  readonly #byId = new Map<string, Session>();
  readonly #bySecret = new Map<string, Session>();
  /** Of sessions that the operator ended: their pages are told, and do not come back by themselves. */
  readonly #disconnected = new RecentSecrets(rememberedEnds);
  /** Of sessions whose peer closed the transport: its word over HTTP comes a moment later. */
  readonly #hungUp = new RecentSecrets(rememberedEnds);
  #closing: Promise<void> | undefined;

  readonly #onConnected = (...[{ id }]: EngineEvents['connected']) => {
    this.#byId.get(id)?.connected();
    this.#parts.onChange?.();
  };
  readonly #onStats = (...[stats]: EngineEvents['stats']) => {
    for (const [id, values] of Object.entries(stats)) this.#byId.get(id)?.reported(values);
    this.#parts.onChange?.();
  };
  readonly #onEnded = (...[{ id, reason }]: EngineEvents['ended']) => {
    const session = this.#byId.get(id);
    if (session && reason === 'transport-closed') this.#hungUp.add(session.secret);
    void session?.ended(reason);
  };
  readonly #onDied = () => {
    for (const session of [...this.#byId.values()]) void session.ended('engine-died');
  };

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    parts.engine.on('connected', this.#onConnected);
    parts.engine.on('stats', this.#onStats);
    parts.engine.on('ended', this.#onEnded);
    parts.engine.on('died', this.#onDied);
  }

  /**
   * Answers an offer with a new session. Once `signal` is aborted (its client is gone) nothing of it stays.
   * @param options.client what the limit per address counts by
   * @throws AppError `too-many-listeners`, `too-many-from-address`, `too-many-handshakes`, what the negotiation refuses, what the engine refuses
   */
  async create(
    offerSdp: string,
    { signal, client = '' }: { signal?: AbortSignal; client?: string } = {},
  ): Promise<OfferAnswer> {
    if (this.#closing) throw new AppError('engine-unavailable', 'Earshot is stopping.');
    if (signal?.aborted) throw new AppError('engine-unavailable', 'The client has gone away already.');
    const plan = this.#admit(offerSdp, client);
    const session = this.#add(plan, client);
    const leave = () => void session.close('client-gone');
    signal?.addEventListener('abort', leave, { once: true });
    try {
      const { sdp, origin } = await session.answer(this.#parts.complete);
      this.#parts.onChange?.();
      return {
        sdp,
        type: 'answer',
        id: session.secret,
        applied: plan.applied,
        captured: { timestamp: origin.timestamp, at: onServerClock(origin.at) },
      };
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /**
   * Ends a session for whoever knows its secret.
   * @throws AppError `session-not-found`, `disconnected` when the operator had ended it
   */
  async remove(secret: string): Promise<void> {
    if (this.#disconnected.take(secret)) {
      throw new AppError('disconnected', 'Whoever runs this Earshot has ended your listening.');
    }
    if (this.#hungUp.take(secret)) return;
    await this.#standing(secret).close('removed');
  }

  /**
   * Ends a session by its public name, for the operator.
   * @throws AppError `session-not-found`
   */
  async disconnect(id: string): Promise<void> {
    const session = this.#byId.get(id);
    if (!session) throw new AppError('session-not-found', 'Nobody listens under this name any more.');
    this.#disconnected.add(session.secret);
    await session.close('disconnected');
  }

  /** @throws AppError `session-not-found` unless the session of this secret stands */
  check(secret: string): void {
    this.#standing(secret);
  }

  /**
   * Takes candidates that came after the offer (RFC 8840).
   * @throws AppError `session-not-found`, `ice-restart`
   */
  trickle(secret: string, fragment: string): void {
    acceptTrickle(this.#standing(secret).plan, fragment);
  }

  /** In the order of joining. */
  list(): ListenerStatus[] {
    return [...this.#byId.values()].map((session) => session.status());
  }

  /** The encoders that have listeners, in the order of their first one. */
  encoders(): EncoderStatus[] {
    const answered = [...this.#byId.values()].filter((session) => session.state !== 'negotiating');
    return encoderStatus(answered.map((session) => session.plan));
  }

  /** Ends all sessions and takes no new ones. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #standing(secret: string): Session {
    const session = this.#bySecret.get(secret);
    if (!session) throw new AppError('session-not-found', 'This session has ended already, or never was.');
    return session;
  }

  async #close(): Promise<void> {
    const { engine } = this.#parts;
    engine.off('connected', this.#onConnected);
    engine.off('stats', this.#onStats);
    engine.off('ended', this.#onEnded);
    engine.off('died', this.#onDied);
    await Promise.all([...this.#byId.values()].map((session) => session.close('stopping')));
  }

  /** @throws AppError what the limits or the negotiation refuse */
  #admit(offerSdp: string, client: string): Plan {
    try {
      this.#vet(client);
      return this.#parts.negotiate(offerSdp);
    } catch (error) {
      this.#parts.onJoin?.(error instanceof AppError ? error.code : 'internal', 0);
      throw error;
    }
  }

  #add(plan: Plan, client: string): Session {
    const { engine, limits, log, onChange, onJoin } = this.#parts;
    const session: Session = new Session({
      id: this.#newId(),
      client,
      plan,
      engine,
      handshake: limits.handshake * 1000,
      log,
      onJoin: (outcome, ms) => onJoin?.(outcome, ms),
      onClosed: () => {
        this.#byId.delete(session.id);
        this.#bySecret.delete(session.secret);
        onChange?.();
      },
    });
    this.#byId.set(session.id, session);
    this.#bySecret.set(session.secret, session);
    onChange?.();
    return session;
  }

  /** @throws AppError when there is no place for one more of this client */
  #vet(client: string): void {
    const { listeners, listenersPerAddress, pending } = this.#parts.limits;
    const sessions = [...this.#byId.values()];
    if (sessions.length >= listeners) {
      throw new AppError(
        'too-many-listeners',
        `All ${listeners} places are taken. Try again when somebody has left, or allow more listeners in the configuration (limits.listeners).`,
        { retryAfter: retryWhenFull },
      );
    }
    if (sessions.filter((session) => session.client === client).length >= listenersPerAddress) {
      throw new AppError(
        'too-many-from-address',
        `${listenersPerAddress} listeners of your address are here already. End one, or allow more in the configuration (limits.listenersPerAddress).`,
        { retryAfter: retryWhenFull },
      );
    }
    if (sessions.filter(({ state }) => state !== 'connected').length >= pending) {
      const detail = `${pending} listeners are just connecting. Try again in a moment.`;
      throw new AppError('too-many-handshakes', detail, { retryAfter: retryWhenBusy });
    }
  }

  #newId(): string {
    let id;
    do id = randomBytes(4).toString('hex');
    while (this.#byId.has(id));
    return id;
  }
}
