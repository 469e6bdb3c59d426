/** HTTPS and plain HTTP on one port: the first byte of a connection tells which. */

import { createServer as createHttpServer, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from '../tls/certificate.js';
import type { Handler } from './server.js';

/** A TLS record that begins a handshake (RFC 8446 section 5.1). */
const HANDSHAKE = 0x16;

/** A plain connection asks once and is sent on, ms. */
const PLAIN_LIFETIME = 5000;

interface Options extends ServerOptions {
  headersTimeout: number;
}

/** @param onPlain answers requests that came without TLS */
export function createTlsServer(options: Options, certificate: Certificate, onPlain: Handler): Server {
  const server = createHttpsServer({
    ...options,
    ...certificate,
    minVersion: 'TLSv1.2',
    handshakeTimeout: options.headersTimeout,
  });
  const plain = createHttpServer(options, onPlain);
  const handshake = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    // Resets before the first byte have nobody else to go to.
    socket.on('error', () => socket.destroy());
    socket.setTimeout(options.headersTimeout, () => socket.destroy());
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.setTimeout(0).removeAllListeners('timeout');
      socket.unshift(chunk);
      if (chunk[0] === HANDSHAKE) {
        for (const begin of handshake) begin.call(server, socket);
      } else {
        const end = setTimeout(() => socket.destroy(), PLAIN_LIFETIME);
        socket.once('close', () => clearTimeout(end));
        plain.emit('connection', socket);
        socket.resume();
      }
    });
  });
  return server;
}
