import winston from 'winston';

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
  return typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value);
}

/** Text from outside must not forge lines or steer the terminal. */
function withoutControls(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
