// Loads TypeScript of the tests as it is: benchmarks drive the program by the same means as they do.

import { createViteServer } from 'vitest/node';

/** Modules by their paths from the top folder, and the function that ends the loading. */
export async function load(...paths) {
  const server = await createViteServer({
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, watch: null },
  });
  const modules = await Promise.all(paths.map((path) => server.ssrLoadModule(`/${path}`)));
  return [...modules, () => server.close()];
}
