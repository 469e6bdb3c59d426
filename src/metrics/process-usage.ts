import { readdir, readFile } from 'node:fs/promises';

/** What a process holds at this moment. */
export interface ProcessUsage {
  threads: number;
  descriptors: number;
  /** Bytes. */
  residentMemory: number;
  /** In user and kernel together since it began, s. */
  cpuSeconds: number;
}

/** As the kernel counts in /proc, which Linux alone has. */
const TICKS_PER_SECOND = 100;

/** @returns undefined where it cannot be told: another system, or the process is gone */
export async function processUsage(pid: number): Promise<ProcessUsage | undefined> {
  const folder = `/proc/${pid}`;
  try {
    const [status, stat, descriptors] = await Promise.all([
      readFile(`${folder}/status`, 'utf8'),
      readFile(`${folder}/stat`, 'utf8'),
      readdir(`${folder}/fd`),
    ]);
    // After the program's name, which may hold anything, comes field 3 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      threads: numberOf('Threads', status),
      descriptors: descriptors.length,
      residentMemory: numberOf('VmRSS', status) * 1024,
      cpuSeconds: (Number(fields[14 - 3]) + Number(fields[15 - 3])) / TICKS_PER_SECOND,
    };
  } catch {
    return undefined;
  }
}

function numberOf(name: string, status: string): number {
  const [, value] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status) ?? [];
  return Number(value ?? 0);
}
