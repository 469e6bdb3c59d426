/** Control characters, other line breaks, and what reverses the direction of writing. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text from outside must not forge lines or steer the terminal. What is JSON stays JSON, and means the same. */
export function withoutControls(line: string): string {
  return line.replace(CONTROLS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
