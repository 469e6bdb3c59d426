/** One listener, from its offer to its end. */

import { randomUUID } from 'node:crypto';
import type { ListenerState, ListenerStats, ListenerStatus } from '../api.js';
import type { Engine } from '../engine/engine.js';
import type { ListenerEnd, RtpOrigin } from '../engine/protocol.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { withFields } from '../log/with-fields.js';
import type { Plan } from '../negotiation/plan.js';

/** Why a listener left, as it stands in the log. */
export type LeaveReason =
  | ListenerEnd
  | 'removed'
  | 'disconnected'
  | 'client-gone'
  | 'offer-failed'
  | 'handshake-timeout'
  | 'engine-died'
  | 'stopping';

export interface SessionParts {
  /** Public name: for the log, the status and the engine. */
  id: string;
  /** What the limit per address counts by. */
  client: string;
  plan: Plan;
  engine: Pick<Engine, 'open' | 'closeListener'>;
  /** Time from now to `connected`, ms. */
  handshake: number;
  log: Logger;
  /** Called once, with `connected` or why it never was, and how long after the offer, ms. */
  onJoin: (outcome: 'connected' | LeaveReason, ms: number) => void;
  /** Called once, before the engine is told. */
  onClosed: () => void;
}

/** States: negotiating → connecting → connected; closed from any of them, for good. */
export class Session {
  /** Whoever knows it may end the session; never logged. */
  readonly secret = randomUUID();
  readonly id: string;
  readonly client: string;
  readonly plan: Plan;
  readonly #engine: SessionParts['engine'];
  readonly #log: Logger;
  readonly #onJoin: SessionParts['onJoin'];
  readonly #onClosed: () => void;
  readonly #since = new Date();
  readonly #deadline: NodeJS.Timeout;
  #state: ListenerState = 'negotiating';
  #stats: ListenerStats | undefined;
  #closing: Promise<void> | undefined;
  #engineForgot = false;

  constructor({ id, client, plan, engine, handshake, log, onJoin, onClosed }: SessionParts) {
    this.id = id;
    this.client = client;
    this.plan = plan;
    this.#engine = engine;
    this.#log = withFields(log, { listener: id });
    this.#onJoin = onJoin;
    this.#onClosed = onClosed;
    this.#deadline = setTimeout(() => void this.close('handshake-timeout'), handshake);
    this.#log.info('listener joined', { applied: plan.applied });
  }

  get state(): ListenerState | 'closed' {
    return this.#closing ? 'closed' : this.#state;
  }

  /** For `GET /api/status`; of a session that is not closed. */
  status(): ListenerStatus {
    const { applied } = this.plan;
    return {
      id: this.id,
      codec: applied.codec,
      since: this.#since.toISOString(),
      state: this.#state,
      applied,
      ...(this.#stats && { stats: this.#stats }),
    };
  }

  /**
   * Opens the listener in the engine and completes the engine's answer. A failure closes the session.
   * @throws AppError what `Engine.open` throws, or `engine-unavailable` if the session ended in the meantime
   */
  async answer(
    complete: (plan: Plan, engineAnswer: string) => string,
  ): Promise<{ sdp: string; origin: RtpOrigin }> {
    try {
      const { sdp, origin } = await this.#engine.open(this.id, this.plan.listener);
      if (this.state === 'closed') throw new Error('closed while it was opened');
      if (this.#state === 'negotiating') this.#state = 'connecting';
      return { sdp: complete(this.plan, sdp), origin };
    } catch (cause) {
      if (this.state !== 'closed') {
        await this.close('offer-failed');
        throw cause;
      }
      // The earlier close may have passed through the engine before the listener existed there.
      await this.#release();
      const detail = 'This listener was ended while its offer was answered. Send a new offer.';
      throw new AppError('engine-unavailable', detail, { cause, retryAfter: 1 });
    }
  }

  /** The engine says that sound flows. */
  connected(): void {
    clearTimeout(this.#deadline);
    if (this.#state === 'connected') return;
    this.#state = 'connected';
    this.#onJoin('connected', this.#age());
    this.#log.info('listener connected', { ms: this.#age() });
  }

  /** The engine says how the connection does. */
  reported(stats: ListenerStats): void {
    this.#stats = stats;
  }

  /** The engine says that nothing of this listener is left. */
  ended(reason: ListenerEnd | 'engine-died'): Promise<void> {
    this.#engineForgot = true;
    return this.close(reason);
  }

  /** Ends the session here and in the engine. Idempotent; never rejects. */
  close(reason: LeaveReason): Promise<void> {
    this.#closing ??= this.#leave(reason);
    return this.#closing;
  }

  async #leave(reason: LeaveReason): Promise<void> {
    clearTimeout(this.#deadline);
    if (this.#state !== 'connected') this.#onJoin(reason, this.#age());
    this.#onClosed();
    this.#log.info('listener left', { reason, seconds: Math.round(this.#age() / 1000) });
    await this.#release();
  }

  async #release(): Promise<void> {
    if (this.#engineForgot) return;
    try {
      await this.#engine.closeListener(this.id);
    } catch (error) {
      this.#log.warn('the engine did not confirm the end of a listener', { error: String(error) });
    }
  }

  /** Since the offer came, ms. */
  #age(): number {
    return Date.now() - this.#since.getTime();
  }
}
