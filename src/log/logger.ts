import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import winston from 'winston';
import type { LogLevel } from '../config/types.js';
import { textLine } from './text-line.js';

const MAX_FILE_BYTES = 5_000_000;
const MAX_FILES = 3;

type Log = (message: string, fields?: Record<string, unknown>) => void;

/** What the rest of the program writes its log to. Fields never hold secrets, and SDP only at level debug. */
export interface Logger {
  error: Log;
  warn: Log;
  info: Log;
  debug: Log;
}

interface ClosableLogger extends Logger {
  /** Resolves when all of it is written. */
  close(): Promise<void>;
}

interface Options {
  level: LogLevel;
  /** File of JSON lines; empty: none. */
  file: string;
  /** Whether a person reads standard output; else it gets JSON lines. */
  isTerminal: boolean;
}

/** A log file that cannot be written costs a warning, never the start. */
export function createLogger({ level, file, isTerminal }: Options): ClosableLogger {
  const json = winston.format.combine(winston.format.timestamp(), winston.format.json());
  const console = new winston.transports.Console({ format: isTerminal ? textLine() : json });
  const logger = winston.createLogger({ level, transports: [console] });

  const obstacle = file === '' ? undefined : obstacleTo(file);
  if (obstacle !== undefined) logger.warn('the log file cannot be written', { file, reason: obstacle });
  if (file !== '' && obstacle === undefined) {
    logger.add(
      new winston.transports.File({
        filename: file,
        format: json,
        maxsize: MAX_FILE_BYTES,
        maxFiles: MAX_FILES,
        tailable: true,
      }),
    );
  }
  const write =
    (name: LogLevel): Log =>
    (message, fields = {}) =>
      void logger.log(name, message, fields);
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    async close() {
      const files = logger.transports.filter((transport) => transport instanceof winston.transports.File);
      const finished = Promise.all(files.map((transport) => once(transport, 'finish')));
      logger.end();
      await finished;
    },
  };
}

function obstacleTo(file: string): string | undefined {
  const path = resolve(file);
  try {
    accessSync(dirname(path), constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
