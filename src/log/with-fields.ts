import type { Logger } from './logger.js';

/** A logger that adds these fields to every line. */
export function withFields(log: Logger, fields: Record<string, unknown>): Logger {
  const add =
    (level: keyof Logger): Logger['info'] =>
    (message, more = {}) =>
      log[level](message, { ...fields, ...more });
  return { error: add('error'), warn: add('warn'), info: add('info'), debug: add('debug') };
}
