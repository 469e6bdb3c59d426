import { AppError } from '../../src/errors.js';

/** The AppError that an action raises. @throws what else it raises, or Error when it raises nothing */
export function appErrorOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('no error was raised');
}
