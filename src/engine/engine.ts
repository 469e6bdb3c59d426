/** The port through which the server uses whatever makes the sound. */

import type { EngineStatus } from '../api.js';
import type {
  Device,
  EngineEventMap,
  EngineInfo,
  EngineMethods,
  FilterSpec,
  ListenerPlan,
  SourceReport,
  SourceSpec,
} from './protocol.js';

export interface EngineEvents {
  /** A listener's transport is up, its certificate is the offer's, sound flows. */
  connected: [EngineEventMap['connected']];
  /** The engine ended a listener; nothing of it is left. */
  ended: [EngineEventMap['ended']];
  /** How the connections of all listeners do, every few seconds. */
  stats: [EngineEventMap['stats']];
  source: [EngineEventMap['source']];
  /** It is out of the chain until it is put in anew. */
  filter: [EngineEventMap['filter']];
  level: [EngineEventMap['level']];
  probe: [EngineEventMap['probe']];
  devices: [EngineEventMap['devices']];
  /** The engine's process is gone, and with it every listener; a new one is on its way. */
  died: [{ reason: string }];
  /** Ready for listeners, after the start and after each restart. */
  ready: [EngineInfo];
}

export interface Engine {
  readonly status: EngineStatus;

  /**
   * @throws AppError `engine-failed` when the process cannot start
   */
  start(): Promise<EngineInfo>;

  /** Plays this from now on, also after a restart of the engine. */
  setSource(source: SourceSpec): Promise<void>;

  /**
   * Puts these filters between source and encoders from now on, also after a restart of the engine. Old and new
   * cross over without a gap.
   * @throws AppError `invalid-pipeline`; the old chain stays then
   */
  setProcessing(filters: FilterSpec[]): Promise<void>;

  /** Whether `level` events are wanted; they cost a little. */
  setMetering(on: boolean): Promise<void>;

  /** Plays sources unheard and reports their levels by `probe` events; an empty list ends it. */
  probe(sources: SourceSpec[]): Promise<void>;

  /**
   * Plays one source unheard for two seconds and tells what came of it.
   * @throws AppError `invalid-pipeline` when it cannot even be built
   */
  inspect(source: SourceSpec): Promise<SourceReport>;

  /** What the machine can capture from, in the order the system lists it. */
  devices(): Promise<Device[]>;

  /**
   * Makes a listener's branch and answers its offer.
   * @returns webrtcbin's own answer, with candidates, and what its timestamps mean
   * @throws AppError `engine-unavailable`, `engine-timeout`, `negotiation-failed`
   */
  open(id: string, plan: ListenerPlan): Promise<EngineMethods['open']['result']>;

  /** Ends a listener; unknown ids are fine. */
  closeListener(id: string): Promise<void>;

  /** Ends the process and everything in it. Idempotent. */
  close(): Promise<void>;

  on<E extends keyof EngineEvents>(event: E, listener: (...args: EngineEvents[E]) => void): unknown;
  off<E extends keyof EngineEvents>(event: E, listener: (...args: EngineEvents[E]) => void): unknown;
}
