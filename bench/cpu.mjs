import { readFileSync } from 'node:fs';

/** Length of a clock tick of the kernel's accounts, ms. */
const TICK_MS = 10;

/** Time on a processor of a process's main thread since it began, ms, to the microsecond (schedstats of the kernel). */
export function cpuOfMain(pid) {
  const [ns] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(ns) / 1e6;
}

/** Time on a processor of all children of this process that have ended, ms (proc(5)). */
export function cpuOfChildren() {
  return sum('self', 13);
}

/** Two fields behind the name, which may have spaces in it. */
function sum(pid, first) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[first]) + Number(fields[first + 1])) * TICK_MS;
}
