import { once } from 'node:events';
import type { Writable } from 'node:stream';
import winston from 'winston';
import type { LogLevel } from '../config/types.js';
import { jsonLine } from './json-line.js';
import { currentRequest } from './request-context.js';
import { RotatingFile } from './rotating-file.js';
import { textLine } from './text-line.js';

const FILE_LIMITS = { maxBytes: 5_000_000, maxFiles: 3 };

type Log = (message: string, fields?: Record<string, unknown>) => void;

/** What the rest of the program writes its log to. Fields never hold secrets, and SDP only at level debug. */
export interface Logger {
  error: Log;
  warn: Log;
  info: Log;
  debug: Log;
}

interface ClosableLogger extends Logger {
  /** Resolves when all of it is written; what comes later is dropped. Idempotent. */
  close(): Promise<void>;
}

interface Options {
  level: LogLevel;
  /** File of JSON lines; empty: none. */
  file: string;
  /** Whether a person reads standard output; else it gets JSON lines. */
  isTerminal: boolean;
  /** Standard output, or what stands for it. */
  output?: Writable;
}

/** A log file that cannot be written, now or later, costs a warning, never the program. */
export function createLogger({ level, file, isTerminal, output = process.stdout }: Options): ClosableLogger {
  const format = isTerminal ? textLine() : jsonLine();
  const shown = new winston.transports.Stream({ stream: output, format, eol: '\n' });
  const logger = winston.createLogger({ level, transports: [shown] });
  const kept = file === '' ? undefined : openFile(file, logger);
  if (kept) logger.add(new winston.transports.Stream({ stream: kept, format: jsonLine(), eol: '\n' }));

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    const written = once(logger, 'finish');
    logger.end();
    await written;
    if (!kept) return;
    const closed = once(kept, 'finish');
    kept.end();
    await closed;
  }
  const write =
    (name: LogLevel): Log =>
    (message, fields = {}) => {
      // winston raises an error at a line after its end.
      if (closing) return;
      const request = currentRequest();
      logger.log(name, message, request === undefined ? fields : { request, ...fields });
    };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    close: () => (closing ??= close()),
  };
}

function openFile(file: string, logger: winston.Logger): RotatingFile | undefined {
  const complain = ({ message }: Error) =>
    void logger.warn('the log file cannot be written', { file, reason: message });
  try {
    return new RotatingFile(file, FILE_LIMITS, complain);
  } catch (error) {
    complain(error as Error);
    return undefined;
  }
}
