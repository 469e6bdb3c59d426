/** What keeps sound from coming, and whether trying again can help. */

export interface TroubleOptions {
  /** False where the same request would get the same refusal. */
  retry?: boolean;
  /** How long the server asked to wait, ms. */
  retryAfterMs?: number;
  /** Short words of the server, for codes this page has none for. */
  title?: string;
  cause?: unknown;
}

/** `code` is the server's (`application/problem+json`) or one of this page's own; texts.ts has words for both. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly retry: boolean;
  readonly retryAfterMs: number | null;
  readonly title: string | null;

  constructor(
    readonly code: string,
    detail = '',
    { retry = true, retryAfterMs, title, cause }: TroubleOptions = {},
  ) {
    super(detail, { cause });
    this.retry = retry;
    this.retryAfterMs = retryAfterMs ?? null;
    this.title = title ?? null;
  }

  static from(error: unknown): Trouble {
    if (error instanceof Trouble) return error;
    return new Trouble('unexpected', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
