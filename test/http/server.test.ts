import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpServer } from '../../src/http/server.js';
import { RecordedLog } from '../support/recorded-log.js';
import { exchange, serve } from '../support/serve.js';

describe('listening', () => {
  it('on port 0 takes a free port and tells which', async () => {
    const { server, url } = await serve((_request, response) => response.end('here'));

    expect(server.port).toBeGreaterThan(0);
    expect(await (await fetch(url)).text()).toBe('here');
  });

  it('on a port that is taken is refused with the option that helps', async () => {
    const { port } = await serve(() => undefined);
    const second = new HttpServer(() => undefined, new RecordedLog());

    await expect(second.listen('127.0.0.1', port)).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${port} is taken by another program: choose another with --port ${port + 1}, or end that program.`,
      exit: 1,
    });
    await second.close();
  });

  it('on an address of another machine is refused with the option that helps', async () => {
    const server = new HttpServer(() => undefined, new RecordedLog());

    await expect(server.listen('192.0.2.1', 0)).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining('no address 192.0.2.1') as string,
    });
  });
});

describe('a request', () => {
  it('has 64 headers at most, the rest is ignored', async () => {
    const { port } = await serve((request, response) =>
      response.end(String(Object.keys(request.headers).length)),
    );
    const headers = Array.from({ length: 100 }, (_, i) => `X-${i}: 1\r\n`).join('');

    const answer = await exchange(
      port,
      `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`,
    );

    expect(answer).toMatch(/\r\n\r\n64$/);
  });

  it('that is not HTTP gets 400 and the end of its connection', async () => {
    const { port } = await serve(() => undefined);
    expect(await exchange(port, 'what is this\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a client that takes too long', () => {
  it.each([
    ['the head', 'GET / HTTP/1.1\r\nHo'],
    ['the body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nbegun'],
  ])('with %s gets 408 and the end of its connection', async (_name, beginning) => {
    const limits = {
      headersTimeout: 50,
      requestTimeout: 100,
      keepAliveTimeout: 50,
      connectionsCheckingInterval: 10,
    };
    const server = new HttpServer(() => undefined, new RecordedLog(), { limits });
    await server.listen('127.0.0.1', 0);
    onTestFinished(() => server.close());

    expect(await exchange(server.port, beginning)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('connections', () => {
  /** Opened from this address; resolves with whether the server keeps it. */
  async function isKept(port: number, localAddress: string): Promise<boolean> {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
    return first instanceof Buffer;
  }

  async function limited(limits: { connections?: number; connectionsPerAddress?: number }) {
    const log = new RecordedLog();
    const server = new HttpServer((_request, response) => response.end(), log, { limits });
    await server.listen('127.0.0.1', 0);
    onTestFinished(() => server.close());
    return { port: server.port, log };
  }

  it('beyond those of one address are ended at once, those of others are not', async () => {
    const { port, log } = await limited({ connectionsPerAddress: 2 });
    expect(await isKept(port, '127.0.0.2')).toBe(true);
    expect(await isKept(port, '127.0.0.2')).toBe(true);
    for (let i = 0; i < 3; i += 1) expect(await isKept(port, '127.0.0.2')).toBe(false);
    expect(await isKept(port, '127.0.0.3')).toBe(true);
    expect(log.of('warn', 'connections beyond the limit are ended')).toMatchObject([
      { address: '127.0.0.2' },
    ]);
  });

  it('of one address are possible again when others of it ended', async () => {
    const { port } = await limited({ connectionsPerAddress: 1 });
    for (let i = 0; i < 5; i += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      expect(await once(socket, 'data')).toHaveLength(1);
      await once(socket.resume(), 'close');
    }
  });

  it('beyond those of all are ended at once', async () => {
    const { port, log } = await limited({ connections: 3 });
    for (let i = 0; i < 3; i += 1) expect(await isKept(port, `127.0.0.${i + 2}`)).toBe(true);
    expect(await isKept(port, '127.0.0.9')).toBe(false);
    await log.until('connections beyond the limit are ended');
  });
});

describe('close', () => {
  it('ends idle and silent connections at once', async () => {
    const { server, port } = await serve((_request, response) => response.end());
    const idle = connect(port, '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    const unfinished = connect(port, '127.0.0.1');
    await once(unfinished, 'connect');
    unfinished.write('GET / HTTP/1.1\r\nHo');
    // Connections are accepted in order: once this one is served, the others are known to the server.
    await fetch(`http://127.0.0.1:${port}`);

    const ends = [idle, silent, unfinished].map((socket) =>
      once(socket.on('error', () => undefined).resume(), 'close'),
    );
    const start = performance.now();
    await server.close();
    await Promise.all(ends);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('lets a running request end, and then ends its connection', async () => {
    let finish: () => void = () => undefined;
    const { server, url } = await serve((_request, response) => {
      finish = () => void response.end('done');
      response.write('begun ');
    });
    const text = (await fetch(url)).text();

    const start = performance.now();
    const closing = server.close();
    finish();
    expect(await text).toBe('begun done');
    await closing;
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('ends a request that does not end by itself within a second', async () => {
    const { server, url } = await serve((_request, response) => void response.write('begun'));
    const response = await fetch(url);
    const text = response.text();

    const start = performance.now();
    const [cut] = await Promise.all([text.catch((error: unknown) => error), server.close()]);

    expect(cut).toBeInstanceOf(Error);
    expect(performance.now() - start).toBeLessThan(1900);
  });

  it('takes no new connections', async () => {
    const { server, url } = await serve((_request, response) => response.end());
    await server.close();
    await expect(fetch(url)).rejects.toThrow();
  });

  it('does it once however often it is called, and every call waits for it', async () => {
    const { server } = await serve(() => undefined);
    const closing = server.close();
    expect(server.close()).toBe(closing);
    await closing;
  });

  it('may be called without listening', async () => {
    await new HttpServer(() => undefined, new RecordedLog()).close();
  });
});
