import type { IncomingMessage } from 'node:http';
import type { ParameterizedContext, Next } from 'koa';
import { AppError } from '../../errors.js';

export type Body =
  | { type: 'application/json'; value: unknown }
  | { type: 'application/sdp' | 'application/trickle-ice-sdpfrag'; text: string };
export interface BodyState {
  body: Body;
}

/** Makes the part of a route that reads the body, of one of these types. */
export type BodyReader = (
  ...types: Body['type'][]
) => (ctx: ParameterizedContext<BodyState>, next: Next) => Promise<void>;

/**
 * Reads a request's body of so many KiB at most into `ctx.state.body`.
 * @throws AppError `unsupported-media-type`, `body-too-large`, `invalid-body`, `invalid-json`
 */
export function bodyUpTo(limitKiB: number): BodyReader {
  return (...types) =>
    async (ctx, next) => {
      const type = types.find((accepted) => accepted === ctx.request.type.toLowerCase());
      const charset = ctx.request.charset.toLowerCase();
      if (!type || !['', 'utf-8', 'utf8'].includes(charset)) {
        ctx.set('Accept', types.join(', '));
        throw new AppError('unsupported-media-type', `Send the body as ${types.join(' or ')} in UTF-8.`);
      }
      if (!['', 'identity'].includes(ctx.get('Content-Encoding').toLowerCase())) {
        ctx.set('Accept-Encoding', 'identity');
        throw new AppError('unsupported-media-type', 'Send the body uncompressed.');
      }
      const text = decode(await read(ctx.req, limitKiB));
      if (text.trim() === '') throw new AppError('invalid-body', 'The body is empty.');
      ctx.state.body = type === 'application/json' ? { type, value: parse(text) } : { type, text };
      await next();
    };
}

async function read(request: IncomingMessage, limitKiB: number): Promise<Buffer> {
  const limit = limitKiB * 1024;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limitKiB);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left as it is by an early end, so that the connection can still carry the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new AppError('invalid-body', 'The connection ended before the body was complete.', { cause });
  }
  if (size > limit) {
    // The client reads the answer once it has sent everything; `requestTimeout` bounds how long that may take.
    request.resume();
    throw tooLarge(limitKiB);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limitKiB: number): AppError {
  return new AppError('body-too-large', `The body may have ${limitKiB} KiB at most.`);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid-body', 'The body is not UTF-8 text.', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid-json', `The body is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}
