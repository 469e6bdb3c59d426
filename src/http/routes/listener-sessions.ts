import type { OfferAnswer } from '../../api.js';

/** What the routes of `/offer` and `/whep` need of the sessions. */
export interface ListenerSessions {
  /** @param client whose limits count: see addressKey() */
  create(offerSdp: string, options: { signal: AbortSignal; client: string }): Promise<OfferAnswer>;
  check(secret: string): void;
  trickle(secret: string, fragment: string): void;
  remove(secret: string): Promise<void>;
}
