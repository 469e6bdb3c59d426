import { Gauge, type Registry } from 'prom-client';
import { processUsage } from './process-usage.js';

/** Threads, descriptors, memory and time of the server's process and of the engine's. */
export class ProcessMetrics {
  readonly #gauges: Record<'threads' | 'descriptors' | 'residentMemory' | 'cpuSeconds', Gauge<'process'>>;

  constructor(
    registry: Registry,
    /** null while there is none. */
    private readonly enginePid: () => number | null,
  ) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['process'], registers: [registry] });
    this.#gauges = {
      threads: gauge('earshot_process_threads', 'Threads.'),
      descriptors: gauge('earshot_process_open_descriptors', 'Open file descriptors.'),
      residentMemory: gauge('earshot_process_resident_memory_bytes', 'Resident memory.'),
      cpuSeconds: gauge('earshot_process_cpu_seconds', 'Processor time since the process began.'),
    };
  }

  /** Looks at both processes now. */
  async measure(): Promise<void> {
    const pids = { server: process.pid, engine: this.enginePid() };
    for (const gauge of Object.values(this.#gauges)) gauge.reset();
    for (const [name, pid] of Object.entries(pids)) {
      const usage = pid === null ? undefined : await processUsage(pid);
      if (!usage) continue;
      for (const [quantity, value] of Object.entries(usage)) {
        this.#gauges[quantity as keyof typeof usage].set({ process: name }, value as number);
      }
    }
  }
}
