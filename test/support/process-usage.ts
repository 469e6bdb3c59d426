import { readdir, readFile } from 'node:fs/promises';

export interface Usage {
  descriptors: number;
  threads: number;
  /** Resident memory, kB. */
  rss: number;
}

/** What a process holds at this moment. */
export async function usageOf(pid: number): Promise<Usage> {
  const descriptors = (await readdir(`/proc/${pid}/fd`)).length;
  const threads = (await readdir(`/proc/${pid}/task`)).length;
  const [, rss] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { descriptors, threads, rss: Number(rss) };
}

/** Waits until a process holds no more than it did, give or take. */
export async function usageReturnsTo(
  pid: number,
  base: Usage,
  tolerance: number,
  timeoutMs = 20_000,
): Promise<Usage> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const now = await usageOf(pid);
    const isBack = now.descriptors <= base.descriptors + tolerance && now.threads <= base.threads + tolerance;
    if (isBack || performance.now() > deadline) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
