/** What a negotiation decides: the plan for one listener. */

import type { Applied } from '../api.js';
import type { ListenerPlan } from '../engine/protocol.js';

/** One `m=` section of the client's offer, in its order, as far as the answer has to mirror it. */
export interface OfferedSection {
  /** `audio`, `video`, `application` … */
  media: string;
  protocol: string;
  /** The first format of the `m=` line, repeated in a rejection. */
  format: string;
  mid: string | undefined;
}

/** How the answer has to treat the offer's BUNDLE group (RFC 9143). */
interface BundlePlan {
  /**
   * Which of the sections carries the transport. If that is not the audio section, it must not be rejected
   * (RFC 9143 section 7.3.3; Chromium refuses such an answer): it stays, inactive.
   */
  transportSection: number;
  /** `a=rtpmap` and `a=fmtp` of that section's first format. */
  formatLines: string[];
}

export interface Plan {
  /** For the engine: the minimal offer and what to build. */
  listener: ListenerPlan;
  /** For the listener, the log and the status. */
  applied: Applied;
  /** All sections of the offer; the answer has the same ones in the same order (RFC 3264 section 6). */
  sections: OfferedSection[];
  /** Which of the sections carries the sound. */
  audioSection: number;
  /** Absent when the offer does not bundle that section. */
  bundle?: BundlePlan;
}
