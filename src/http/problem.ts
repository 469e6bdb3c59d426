import { STATUS_CODES } from 'node:http';
import type { Problem } from '../api.js';
import { AppError } from '../errors.js';

/** The body of an error's answer (RFC 9457); what is not meant to be raised shows nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (isHttpError(error)) {
    // No meaning beyond that of its status: RFC 9457 section 4.2.1.
    return {
      type: 'about:blank',
      title: STATUS_CODES[error.status] ?? 'Error',
      status: error.status,
      detail: error.message,
      code: `http-${error.status}`,
    };
  }
  const { code, title, status, message } = asAppError(error);
  return { type: `urn:earshot:error:${code}`, title, status, detail: message, code };
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', 'This is a defect of Earshot. The reason is in the log of the server.', {
    cause: error,
  });
}

/** An error with which koa or one of its libraries refuses a request. */
export function isHttpError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    !(error instanceof AppError) &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500 &&
    'expose' in error &&
    error.expose === true
  );
}
