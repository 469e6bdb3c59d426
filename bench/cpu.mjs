import { readFileSync } from 'node:fs';

/** Length of a clock tick of the kernel's accounts, ms. */
const TICK_MS = 10;

/** Time on a processor of a process and all its threads since it began, ms (proc(5)). */
export function cpuOf(pid) {
  return sum(pid, 11);
}

/** The same of all children of this process that have ended, ms. */
export function cpuOfChildren() {
  return sum('self', 13);
}

/** Two fields behind the name, which may have spaces in it. */
function sum(pid, first) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[first]) + Number(fields[first + 1])) * TICK_MS;
}
