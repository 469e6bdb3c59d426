/** The listening socket: its address, its limits and its end. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Certificate } from '../tls/certificate.js';
import { limitConnections } from './connection-limits.js';
import { createTlsServer } from './https-server.js';
import { listenError } from './listen-error.js';

/** Times in ms. Node's own are minutes, which suits slow clients and those who only pretend to be slow. */
const defaultLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  connections: 1024,
  connectionsPerAddress: 128,
};

/** How long close() lets running requests go on, ms. */
const grace = 1000;

/** As koa's `callback()`: answers by itself and never throws. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpServerOptions {
  limits?: Partial<typeof defaultLimits>;
  /** HTTPS with this, and what answers requests that come without. */
  tls?: { certificate: Certificate; onPlain: Handler };
}

export class HttpServer {
  readonly #server: Server | TlsServer;
  readonly #log: Logger;
  readonly #sockets = new Set<Socket>();
  readonly #running = new Set<ServerResponse>();
  #closing: Promise<void> | undefined;

  constructor(handler: Handler, log: Logger, { limits, tls }: HttpServerOptions = {}) {
    this.#log = log;
    const all = { ...defaultLimits, ...limits };
    this.#server = tls ? createTlsServer(all, tls.certificate, tls.onPlain) : createServer(all);
    this.#server.maxHeadersCount = 64;
    limitConnections(this.#server, all, log);
    this.#server.on('connection', (socket: Socket) => this.#track(socket));
    this.#server.on('request', (request, response) => this.#run(request, response));
    this.#server.on('request', handler);
  }

  /** New connections get this certificate; of use only where it has one already. */
  setCertificate(certificate: Certificate): void {
    if ('setSecureContext' in this.#server) this.#server.setSecureContext(certificate);
  }

  /** The port it listens on; of use where 0 was asked for. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** @throws AppError `port-in-use` when the address cannot be had, with a fix in words */
  async listen(host: string, port: number): Promise<void> {
    this.#server.listen(port, host);
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, host, port);
    }
    this.#server.on('error', (error) => this.#log.error('the HTTP server failed', { error: error.message }));
  }

  /** Takes no more requests, ends idle connections at once and running requests within 1 s. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const busy = new Set([...this.#running].map((response) => peerOf(response.req.socket)));
    for (const socket of this.#sockets) if (!busy.has(peerOf(socket))) socket.destroy();
    const deadline = setTimeout(() => this.#sockets.forEach((socket) => socket.destroy()), grace);
    await closed;
    clearTimeout(deadline);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #run({ socket }: IncomingMessage, response: ServerResponse): void {
    this.#running.add(response);
    response.once('close', () => {
      this.#running.delete(response);
      if (this.#closing) socket.destroySoon();
    });
  }
}

/** The same for a connection and for the TLS inside it. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${String(remoteAddress)} ${String(remotePort)}`;
}
