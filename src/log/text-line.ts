import { inspect } from 'node:util';
import winston from 'winston';
import { withoutControls } from './without-controls.js';

/** A line for people: time, level, message, then the fields as key=value. */
export function textLine(): winston.Logform.Format {
  const { combine, colorize, timestamp, printf } = winston.format;
  const colours = colorize();
  return combine(
    timestamp({ format: 'HH:mm:ss.SSS' }),
    printf(({ timestamp: time, level, message, ...fields }) => {
      const rest = Object.entries(fields).map(([key, value]) => `${key}=${shown(value)}`);
      const line = [String(time), level.padEnd(5), String(message), ...rest].join(' ');
      return colours.colorize(level, withoutControls(line));
    }),
  );
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return inspect(value, { breakLength: Infinity, compact: true, depth: 4 });
  return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}
