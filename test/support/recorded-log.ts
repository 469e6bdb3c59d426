import type { Logger } from '../../src/log/logger.js';

export interface LogLine {
  level: keyof Logger;
  message: string;
  fields: Record<string, unknown>;
}

/** A logger that keeps its lines. */
export class RecordedLog implements Logger {
  readonly lines: LogLine[] = [];
  #waiting: (() => void)[] = [];

  error = this.#level('error');
  warn = this.#level('warn');
  info = this.#level('info');
  debug = this.#level('debug');

  /** The lines with this message, of this level. */
  of(level: keyof Logger, message: string): Record<string, unknown>[] {
    return this.lines
      .filter((line) => line.level === level && line.message === message)
      .map(({ fields }) => fields);
  }

  /** The first line with this message, once it is written. */
  async until(message: string): Promise<LogLine> {
    for (;;) {
      const line = this.lines.find((candidate) => candidate.message === message);
      if (line) return line;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #level(level: keyof Logger) {
    return (message: string, fields: Record<string, unknown> = {}): void => {
      this.lines.push({ level, message, fields });
      for (const resolve of this.#waiting.splice(0)) resolve();
    };
  }
}
