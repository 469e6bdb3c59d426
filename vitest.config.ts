import { defineConfig } from 'vitest/config';

/** Layers of tests, cheapest first. Those with real audio run two files at a time and no more: they measure. */
export default defineConfig({
  test: {
    projects: ['unit', 'http', 'gst', 'browser', 'soak'].map((layer) => ({
      test: {
        name: layer,
        include: [`test/${layer}/**/*.test.ts`],
        pool: 'forks' as const,
        fileParallelism: layer !== 'soak',
        ...(['gst', 'browser'].includes(layer) && { maxWorkers: 2 }),
        testTimeout: layer === 'unit' || layer === 'http' ? 10_000 : 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
