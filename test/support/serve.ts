import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Handler, HttpServer } from '../../src/http/server.js';
import { RecordedLog } from './recorded-log.js';

export interface Served {
  server: HttpServer;
  port: number;
  /** Without a slash at its end. */
  url: string;
}

/** Serves on a free port of 127.0.0.1 until the test ends. */
export async function serve(handler: Handler, log = new RecordedLog()): Promise<Served> {
  const server = new HttpServer(handler, log);
  await server.listen('127.0.0.1', 0);
  onTestFinished(() => server.close());
  return { server, port: server.port, url: `http://127.0.0.1:${server.port}` };
}

/** Sends these bytes over a connection and gives all that comes back until the server ends it. */
export async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(request);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
