import type { SourceSpec } from '../engine/protocol.js';
import type { Captures } from './captures.js';
import type { Needed, Presence } from './pulse-watch.js';

/** What is asked of the sound server. */
export interface SoundServer {
  /** Whoever calls it now would be blocked. */
  readonly isHung: boolean;
  /** It does not run, or begins to. */
  readonly isAway: boolean;
  /** Has a look whether it hangs. */
  ask(): void;
  /** Ends a stream that waits to be connected. */
  endUnconnected(): void;
  /** Tells from now on whether this is there. */
  expect(needed: Needed | undefined): void;
}

/** What stands against starting the wished source just now, as far as the sound server knows. */
export class SourceObstacle {
  #usesServer = false;
  #isApplication = false;
  #presence: Presence | undefined;
  #needed: Needed | undefined;

  constructor(private readonly server: SoundServer) {}

  /** The wish is another one. */
  watch(spec: SourceSpec, captures: Captures): void {
    this.#usesServer = captures.any;
    this.#isApplication = captures.any && spec.kind === 'application';
    this.#presence = undefined;
    this.#needed = captures.needed;
    this.server.expect(this.#needed);
  }

  /** It failed: what was known of an application is out of date, and has to be told anew before the next try. */
  doubt(): void {
    if (!this.#isApplication) return;
    this.#presence = undefined;
    this.server.expect(this.#needed);
  }

  /** @returns whether what was missing has come */
  learn(presence: Presence | undefined): boolean {
    const wasMissing = this.#presence?.isThere === false;
    this.#presence = presence;
    return wasMissing && presence?.isThere === true;
  }

  /** The stream of the wished application, where it is one that plays. */
  get playback(): number | undefined {
    return this.#presence?.isThere ? this.#presence.playback : undefined;
  }

  /** Why a try would be in vain, or hang itself; undefined: nothing is known against it. */
  get reason(): string | undefined {
    if (!this.#usesServer) return undefined;
    const obstacle = serverObstacle(this.server);
    if (obstacle !== undefined) return obstacle;
    if (this.#presence) return this.#presence.isThere ? undefined : this.#presence.reason;
    // A device may be tried on the chance. An application that is recorded too early is cut off from its output.
    return this.#isApplication ? 'no sound server has told yet whether the application plays' : undefined;
  }
}

/** Why no client of the sound server may be started just now; undefined: nothing is known against it. */
export function serverObstacle({ isHung, isAway }: SoundServer): string | undefined {
  if (isHung) return 'the sound server does not answer';
  // Each pulsesrc that cannot connect leaves a thread and two descriptors behind (GStreamer 1.22 to 1.28).
  return isAway ? 'there is no sound server to connect to' : undefined;
}
