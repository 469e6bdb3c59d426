import { vi } from 'vitest';
import type { Program } from './program.js';

/** @returns the process id of the nth engine that the program has kept in reserve; it has to log at level debug */
export function reservePid({ output }: Program, nth: number): Promise<number> {
  return vi.waitFor(
    () => {
      const lines = output.filter((line) => line.includes('"an engine is in reserve"'));
      const { pid } = JSON.parse(lines[nth - 1] ?? '{}') as { pid?: number };
      if (pid === undefined) throw new Error(`no engine number ${nth} in reserve yet`);
      return pid;
    },
    { timeout: 20_000, interval: 20 },
  );
}
