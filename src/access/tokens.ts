/** Who may listen, and who may steer. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../api.js';

/** The operator's lets listen as well. */
export interface Tokens {
  readonly listen: string;
  readonly operator: string;
}

const SHORTEST = 8;

/** 128 bits: beyond guessing. */
export function newToken(): string {
  return randomBytes(16).toString('base64url');
}

/** Whether it can be sent as a bearer token (RFC 6750 section 2.1) and is not guessed in an afternoon. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9._~+/-]+=*$/.test(text) && text.length >= SHORTEST && text.length <= 512;
}

/** What isToken() takes, in words. */
export const tokenRule = `at least ${SHORTEST} letters, digits or . _ ~ + / -`;

/** The token of an Authorization header, undefined where there is none of the kind we take. */
export function bearerToken(header: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
}

/** The role that a token gives, in the same time whatever it is; undefined: none. */
export function roleOf(presented: string, { listen, operator }: Tokens): Role | undefined {
  const given = digest(presented);
  const isOperator = timingSafeEqual(given, digest(operator));
  const isListener = timingSafeEqual(given, digest(listen));
  if (isOperator) return 'operator';
  return isListener ? 'listen' : undefined;
}

/** Equal lengths for timingSafeEqual(), whose time tells nothing of the text. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
