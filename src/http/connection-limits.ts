import type { Server, Socket } from 'node:net';
import { addressKey } from '../access/client-address.js';
import type { Logger } from '../log/logger.js';

interface ConnectionLimits {
  connections: number;
  connectionsPerAddress: number;
}

/** Between two lines in the log about the same, ms. */
const QUIET = 10_000;

/** Ends connections beyond the limits at once: there is nothing yet to answer. */
export function limitConnections(server: Server, limits: ConnectionLimits, log: Logger): void {
  const open = new Map<string, number>();
  let lastSaid = -QUIET;
  const say = (address: string) => {
    if (performance.now() - lastSaid < QUIET) return;
    lastSaid = performance.now();
    log.warn('connections beyond the limit are ended', { address, ...limits });
  };
  server.maxConnections = limits.connections;
  server.on('drop', (data) => say(addressKey(data?.remoteAddress)));
  server.prependListener('connection', (socket: Socket) => {
    const key = addressKey(socket.remoteAddress);
    const count = (open.get(key) ?? 0) + 1;
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
    if (count <= limits.connectionsPerAddress) return;
    say(key);
    socket.destroy();
  });
}
