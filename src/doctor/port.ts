import { AppError } from '../errors.js';
import type { Finding } from './finding.js';

const topic = 'port';

/** @param listen resolves when the address could be listened on, and is free again */
export async function examinePort(host: string, port: number, listen: () => Promise<void>): Promise<Finding> {
  try {
    await listen();
    return { topic, verdict: 'ok', says: `${host}:${port} is free` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      topic,
      verdict: 'problem',
      says: `${host}:${port} cannot be listened on`,
      fix: `${error.message} If Earshot runs already, all is well.`,
    };
  }
}
