import winston from 'winston';
import { withoutControls } from './without-controls.js';

/** Where winston keeps the finished line (logform's MESSAGE). */
const LINE = Symbol.for('message');

/** A line for programs: one JSON object. */
export function jsonLine(): winston.Logform.Format {
  const { combine, json, timestamp } = winston.format;
  const escape = winston.format((info) => ({ ...info, [LINE]: withoutControls(String(info[LINE])) }));
  return combine(timestamp(), json(), escape());
}
