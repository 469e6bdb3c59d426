/**
 * The one table of errors. `status` is what HTTP answers (RFC 9110), `exit` is
 * the process's exit code where the error ends a start: 1 cannot run here,
 * 2 wrong use or configuration.
 */
const table = {
  // Requests
  'invalid-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-body': { status: 400, title: 'The body lacks what this address needs' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not accepted here' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here' },
  'too-many-streams': { status: 429, title: 'Too many event streams are open' },
  'invalid-defaults': { status: 422, title: 'New listeners cannot be given this' },

  // Access
  'invalid-host': { status: 400, title: 'The Host header is not valid' },
  'unknown-host': { status: 421, title: 'This server is not called by that name' },
  'cross-origin': { status: 403, title: 'Requests from other web pages are refused' },
  'token-needed': { status: 401, title: 'A token is needed' },
  'wrong-token': { status: 401, title: 'The token is not right' },
  'too-many-attempts': { status: 429, title: 'Too many wrong tokens came from your address' },
  'operator-needed': { status: 403, title: 'Only the operator may do this' },
  'too-many-offers': { status: 429, title: 'Too many offers came in a short time' },

  // Offers
  'invalid-sdp': { status: 400, title: 'The offer is not valid SDP' },
  'not-an-offer': { status: 400, title: 'The session description is not an offer' },
  'no-audio': { status: 422, title: 'The offer asks for no audio' },
  'wrong-direction': { status: 422, title: 'The offer does not want to receive audio' },
  'incomplete-offer': { status: 422, title: 'The offer lacks transport parameters' },
  'no-common-codec': { status: 422, title: 'No codec in common' },
  'ice-restart': { status: 422, title: 'A session keeps its transport' },

  // Sessions and the engine
  'session-not-found': { status: 404, title: 'No such listening session' },
  disconnected: { status: 410, title: 'The operator has ended this listening session' },
  'too-many-listeners': { status: 503, title: 'All listening places are taken' },
  'too-many-from-address': { status: 429, title: 'Too many listeners come from your address' },
  'too-many-handshakes': { status: 503, title: 'Too many listeners are connecting at once' },
  'engine-unavailable': { status: 503, title: 'The audio engine is starting' },
  'engine-timeout': { status: 503, title: 'The audio engine did not answer in time' },
  'negotiation-failed': { status: 500, title: 'The audio engine could not accept the offer' },
  internal: { status: 500, title: 'Something went wrong inside Earshot' },

  // Start-up
  'invalid-config': { status: 500, exit: 2, title: 'Wrong option or configuration' },
  'invalid-pipeline': { status: 422, exit: 2, title: 'A pipeline file is not usable' },
  'unknown-source': { status: 404, exit: 2, title: 'No such source' },
  'unknown-filter': { status: 404, exit: 2, title: 'No such filter' },
  'unknown-device': { status: 404, exit: 2, title: 'No such input device' },
  'port-in-use': { status: 500, exit: 1, title: 'The port is not available' },
  'missing-elements': { status: 500, exit: 1, title: 'GStreamer elements are missing' },
  'gstreamer-too-old': { status: 500, exit: 1, title: 'GStreamer is too old' },
  'engine-failed': { status: 500, exit: 1, title: 'The audio engine does not start' },
} as const satisfies Record<string, { status: number; exit?: 1 | 2; title: string }>;

export type ErrorCode = keyof typeof table;

export const errorCodes = Object.keys(table) as ErrorCode[];

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(table, code);
}

/** Every error that Earshot means to raise; anything else thrown is a defect and is reported as `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** HTTP status. */
  readonly status: number;
  /** Short and the same for every occurrence; `message` (the detail) is about this one and says what to do next. */
  readonly title: string;
  /** Process exit code if it ends the start-up. */
  readonly exit: 1 | 2;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    { cause, retryAfter }: { cause?: unknown; retryAfter?: number } = {},
  ) {
    super(detail, { cause });
    const row: { status: number; exit?: 1 | 2; title: string } = table[code];
    this.status = row.status;
    this.title = row.title;
    this.exit = row.exit ?? 1;
    this.retryAfter = retryAfter;
  }
}
