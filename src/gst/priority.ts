import { setPriority } from 'node:os';

/** As PulseAudio has it by default (its `nice-level`): ahead of what can wait, behind what must be in real time. */
const NICE = -11;

/**
 * Puts this thread, and those it starts from now on, ahead of other programs: on a busy machine sound that comes late
 * is lost. Of use to root and to whoever has RLIMIT_NICE; others keep the priority that they have.
 */
export function goAhead(): void {
  try {
    setPriority(NICE);
  } catch {
    // Not permitted: it plays all the same.
  }
}
