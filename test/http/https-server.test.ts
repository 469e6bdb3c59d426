import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HostNames } from '../../src/access/host-names.js';
import { redirectToHttps } from '../../src/http/redirect.js';
import { type Handler, HttpServer } from '../../src/http/server.js';
import { fingerprint } from '../../src/tls/certificate.js';
import { selfSigned } from '../../src/tls/self-signed.js';
import { ask } from '../support/ask.js';
import { RecordedLog } from '../support/recorded-log.js';
import { exchange } from '../support/serve.js';

const certificate = await selfSigned(['localhost', '127.0.0.1']);
const ca = certificate.cert;

async function secured(handler: Handler = (_request, response) => response.end('here'), limits = {}) {
  const onPlain = redirectToHttps(new HostNames(['radio.local']));
  const server = new HttpServer(handler, new RecordedLog(), { limits, tls: { certificate, onPlain } });
  await server.listen('127.0.0.1', 0);
  onTestFinished(() => server.close());
  const { port } = server;
  return { server, port, secure: `https://127.0.0.1:${port}`, plain: `http://127.0.0.1:${port}` };
}

/** The fingerprint of the certificate that a new connection is shown. */
async function shownBy(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe('HTTPS', () => {
  it('answers, with the certificate it was given', async () => {
    const { secure, port } = await secured();
    expect(await ask(`${secure}/`, { ca })).toMatchObject({ status: 200, body: 'here' });
    expect(await shownBy(port)).toBe(fingerprint(certificate));
  });

  it('takes a whole large body', async () => {
    const { secure } = await secured((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length));
      request.on('end', () => response.end(String(size)));
    });
    const body = Buffer.alloc(300_000, 'x');
    expect((await ask(secure, { method: 'POST', body, ca })).body).toBe('300000');
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('is refused by %s', async (maxVersion) => {
    const { port } = await secured();
    const socket = connect({
      port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/protocol version|unsupported protocol|alert|ECONNRESET/i);
  });

  it('has another certificate for new connections from when it is given one', async () => {
    const { server, port } = await secured();
    const next = await selfSigned(['localhost']);
    server.setCertificate(next);
    expect(await shownBy(port)).toBe(fingerprint(next));
  });

  it('is not disturbed by connections that end before, or in, their handshake', async () => {
    const { port, secure } = await secured();
    for (const bytes of [Buffer.of(), Buffer.of(0x16), Buffer.of(0x16, 3, 1, 2), Buffer.alloc(100, 0x16)]) {
      const socket = connectTcp(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(bytes);
      socket.resetAndDestroy();
    }
    expect((await ask(secure, { ca })).status).toBe(200);
  });

  it.each([
    ['says nothing', Buffer.of()],
    ['never ends its handshake', Buffer.of(0x16, 3, 1, 2, 0)],
  ])('ends a connection that %s', async (_name, bytes) => {
    const { port } = await secured(undefined, { headersTimeout: 50, requestTimeout: 100 });
    const socket = connectTcp(port, '127.0.0.1').resume();
    socket.write(bytes);
    await once(socket, 'close');
  });

  it('ends a connection that is slow with its request', async () => {
    const limits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 };
    const { port } = await secured(() => undefined, limits);
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.write('GET / HTTP/1.1\r\nHo');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('lets a running request end when it closes', async () => {
    let finish: () => void = () => undefined;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { server, secure } = await secured((_request, response) => {
      finish = () => void response.end('done');
      response.write('begun ');
      begin();
    });
    const answer = ask(secure, { ca });
    await begun;
    const closing = server.close();
    finish();
    expect((await answer).body).toBe('begun done');
    await closing;
  });
});

describe('plain HTTP on the port of HTTPS', () => {
  it.each(['127.0.0.1', 'localhost:8088', 'radio.local'])('is sent on, as %s was asked for', async (Host) => {
    const { plain } = await secured();
    for (const method of ['GET', 'POST']) {
      const { status, headers, body } = await ask(`${plain}/api/status?a=b`, { method, headers: { Host } });
      expect([status, headers.location, body]).toEqual([307, `https://${Host}/api/status?a=b`, '']);
    }
  });

  it.each([
    ['evil.example', 421],
    ['localhost@evil.example', 400],
    ['localhost evil', 400],
  ])('is not sent on to %j', async (Host, status) => {
    const { plain } = await secured();
    const answer = await ask(plain, { headers: { Host } });
    expect([answer.status, answer.headers.location]).toEqual([status, undefined]);
  });

  it('is not sent on to a target with a host of its own', async () => {
    const { port } = await secured();
    const answer = await exchange(port, 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('evil');
  });

  it('that is no HTTP gets 400', async () => {
    const { port } = await secured();
    expect(await exchange(port, 'what is this\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});
