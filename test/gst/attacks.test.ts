import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, codeOf } from '../support/ask.js';
import { hostValues } from '../support/host-values.js';
import { anOffer, offerFile } from '../support/offers.js';
import { Program } from '../support/program.js';
import { exchange } from '../support/serve.js';
import { Witness } from '../support/witness.js';

const HEADERS_TIMEOUT_S = 2;
const REQUEST_TIMEOUT_S = 3;
const CONNECTIONS_PER_ADDRESS = 128;

const offer = offerFile('chromium-recvonly');
const sdp = { 'Content-Type': 'application/sdp' };

let program: Program;
let witness: Witness;
let port: number;
beforeAll(async () => {
  program = await Program.start({
    args: [
      '--source',
      'test-tone',
      '--handshake-timeout',
      '2',
      '--headers-timeout',
      String(HEADERS_TIMEOUT_S),
      '--request-timeout',
      String(REQUEST_TIMEOUT_S),
    ],
  });
  port = Number(new URL(program.url).port);
  witness = await Witness.of(program);
});
afterAll(async () => {
  await witness.leave();
  await program.stop();
});

/** How many listeners ever joined, by the log. */
function joins(of = program): number {
  return of.output.filter((line) => line.includes('"listener joined"')).length;
}

/** The listener hears on, and nobody else joined, not even for a moment. */
async function withstands<T>(attack: () => Promise<T>): Promise<T> {
  const before = joins();
  const result = await witness.hearsOn(attack);
  expect(joins()).toBe(before);
  return result;
}

/** A request with a real offer, as bytes. */
function offering(path: string, lines: string[], body = offer): string {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Connection: close',
    ...lines,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

describe('a name that is not ours', () => {
  it.each(hostValues.filter(([, verdict]) => verdict !== 'known'))(
    '%j is refused as %s',
    async (host, verdict) => {
      await withstands(async () => {
        for (const path of ['/offer', '/whep']) {
          const answer = await exchange(
            port,
            offering(path, [`Host: ${host}`, 'Content-Type: application/sdp']),
          );
          expect(answer).toMatch(verdict === 'unknown' ? /^HTTP\/1\.1 421 / : /^HTTP\/1\.1 400 /);
        }
      });
    },
  );

  it.each(hostValues.filter(([host, verdict]) => verdict === 'known' && !/radio/i.test(host)))(
    'is not %j: that is served',
    async (host) => {
      const answer = await exchange(
        port,
        `GET /api/status HTTP/1.1\r\nConnection: close\r\nHost: ${host}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('that was made to point here (DNS rebinding) is refused, though all its headers agree', async () => {
    await withstands(async () => {
      const host = `rebound.example:${port}`;
      for (const [path, type] of [
        ['/offer', 'application/json'],
        ['/offer', 'application/sdp'],
        ['/whep', 'application/sdp'],
      ]) {
        const body = type === 'application/json' ? JSON.stringify({ type: 'offer', sdp: offer }) : offer;
        const lines = [
          `Host: ${host}`,
          `Origin: http://${host}`,
          'Sec-Fetch-Site: same-origin',
          `Content-Type: ${type}`,
        ];
        expect(await exchange(port, offering(path ?? '', lines, body))).toMatch(/^HTTP\/1\.1 421 /);
      }
    });
  });
});

describe('a page of another website', () => {
  // That a real browser sends these headers is what test/browser/attacks.test.ts shows.
  it.each([
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://evil.example' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  ])('%j is refused with every content type', async (headers) => {
    await withstands(async () => {
      for (const path of ['/offer', '/whep'])
        for (const type of [
          'application/sdp',
          'application/json',
          'text/plain',
          'application/x-www-form-urlencoded',
        ]) {
          const answer = await ask(program.url + path, {
            method: 'POST',
            headers: { ...headers, 'Content-Type': type },
            body: offer,
          });
          expect([answer.status, codeOf(answer)]).toEqual([403, 'cross-origin']);
          expect(Object.keys(answer.headers).join()).not.toContain('access-control');
        }
      for (const path of ['/api/status', '/api/events', '/api/sources'])
        expect((await ask(program.url + path, { headers })).status).toBe(403);
    });
  });
});

describe('a body', () => {
  it.each([
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['text/plain', 415],
    ['application/octet-stream', 415],
    ['application/sdp; charset=utf-16', 415],
    ['', 415],
  ])('of type %j gets %i', async (type, status) => {
    await withstands(async () => {
      const answer = await ask(`${program.url}/offer`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: offer,
      });
      expect(answer.status).toBe(status);
    });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'identity, gzip'])(
    'compressed by %s gets 415',
    async (encoding) => {
      await withstands(async () => {
        const headers = { ...sdp, 'Content-Encoding': encoding };
        const body = gzipSync(Buffer.alloc(10_000_000, 'a=x\r\n'));
        expect((await ask(`${program.url}/whep`, { method: 'POST', headers, body })).status).toBe(415);
      });
    },
  );

  it.each([
    ['that is announced as too large', ['Content-Length: 100000000', '', 'v=0'], 413],
    [
      'that turns out too large',
      ['Transfer-Encoding: chunked', '', `${(70_000).toString(16)}`, 'x'.repeat(70_000), '0', '', ''],
      413,
    ],
    ['with two lengths', ['Content-Length: 3', 'Content-Length: 4', '', 'v=0'], 400],
    [
      'with a length and chunks (request smuggling)',
      ['Content-Length: 3', 'Transfer-Encoding: chunked', '', '0', '', ''],
      400,
    ],
    ['with chunks of no size', ['Transfer-Encoding: chunked', '', 'zz', 'v=0', ''], 400],
    ['of an unknown transfer', ['Transfer-Encoding: gzip', '', 'v=0'], 400],
  ])('%s is refused', async (_name, rest, status) => {
    await withstands(async () => {
      const head = [
        'POST /whep HTTP/1.1',
        'Host: localhost',
        'Connection: close',
        'Content-Type: application/sdp',
      ];
      const answer = await exchange(port, [...head, ...rest].join('\r\n'));
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    });
  });

  it('of an offer with a thousand sections, lines or candidates is refused or cut down', async () => {
    const endless = [
      `${offer}${'m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n'.repeat(1000)}`,
      `${offer}${'a=x\r\n'.repeat(5000)}`,
      `${offer}a=${'x'.repeat(5000)}\r\n`,
    ];
    await withstands(async () => {
      for (const body of endless) {
        const answer = await ask(`${program.url}/whep`, { method: 'POST', headers: sdp, body });
        expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid-sdp']);
      }
    });
    const many = anOffer({
      audio: Array.from(
        { length: 900 },
        (_, i) => `a=candidate:${i + 1} 1 UDP 1 192.0.2.9 ${i + 1024} typ host`,
      ),
    });
    const answered = await witness.hearsOn(async () => {
      const answer = await ask(`${program.url}/whep`, { method: 'POST', headers: sdp, body: many });
      await ask(program.url + String(answer.headers.location), { method: 'DELETE' });
      return answer;
    });
    expect(answered.status).toBe(201);
  });
});

describe('a path or a method', () => {
  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/src/../../../package.json',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/..\\..\\package.json',
    '/index.html%00.js',
    '/.git/config',
    '/offer/../api/../../package.json',
    '/whep/..%2f..%2fpackage.json',
    '/%E0%A4%A',
  ])('GET %s leads out of nothing', async (path) => {
    await withstands(async () => {
      const answer = await exchange(
        port,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (404|400) /);
      expect(answer).not.toMatch(/root:|"scripts"|\[core\]/);
    });
  });

  it.each(['TRACE', 'PROPFIND', 'PUT', 'PATCH', 'CONNECT'])('%s /offer does nothing', async (method) => {
    await withstands(async () => {
      const answer = await exchange(
        port,
        `${method} /offer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(method === 'CONNECT' ? /^$/ : /^HTTP\/1\.1 405 /);
    });
  });

  it('with a head of 20 KiB gets 431', async () => {
    await withstands(async () => {
      const answer = await exchange(
        port,
        `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    });
  });
});

describe('slow clients (slowloris)', () => {
  const beginnings = [
    ['heads', 'POST /offer HTTP/1.1\r\nHost: localhost\r\nX-'],
    [
      'bodies',
      'POST /offer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: 60000\r\n\r\nv',
    ],
    ['silence', ''],
  ] as const;

  it.each(beginnings)(
    'with %s of 300 connections keep nobody out, and are ended',
    async (_name, beginning) => {
      await withstands(async () => {
        const sockets = Array.from({ length: 300 }, () => slow(beginning));
        const ends = sockets.map(
          (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
        );
        await settled(ends, 300 - CONNECTIONS_PER_ADDRESS);
        const start = performance.now();
        expect((await ask(`${program.url}/api/status`)).status).toBe(200);
        expect(performance.now() - start).toBeLessThan(1000);
        await Promise.all(ends);
      });
    },
  );

  /** From another address than the listener's, sending a byte now and then. */
  function slow(beginning: string): Socket {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.on('error', () => undefined).resume();
    if (beginning === '') return socket;
    socket.write(beginning);
    const dripping = setInterval(() => socket.write('a'), 500);
    socket.once('close', () => clearInterval(dripping));
    return socket;
  }

  /** Waits until so many of them are. */
  async function settled(promises: Promise<void>[], count: number): Promise<void> {
    let done = 0;
    await new Promise<void>((resolve) => {
      for (const promise of promises)
        void promise.then(() => {
          done += 1;
          if (done === count) resolve();
        });
    });
  }
});

describe('a flood of 10,000 offers that are all fine', () => {
  it('is refused beyond the budget, with the time to wait, while others join and hear', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: '127.0.0.2' });
    const outcomes = new Map<number, number>();
    let withoutTime = 0;
    const send = () =>
      new Promise<void>((resolve, reject) => {
        const asked = request(`${program.url}/whep`, { method: 'POST', headers: sdp, agent }, (response) => {
          const status = response.statusCode ?? 0;
          outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
          if (status >= 400 && !(Number(response.headers['retry-after']) > 0)) withoutTime += 1;
          response.resume().once('end', resolve);
        });
        asked.once('error', reject).end(offer);
      });
    await witness.hearsOn(async () => {
      let left = 10_000;
      const flood = Array.from({ length: 64 }, async () => {
        while (left-- > 0) await send();
      });
      const other = await program.join();
      await other.receiver.next(10);
      await Promise.all(flood);
      await program.leave(other.answer);
      await other.receiver.close();
      // What of the flood was let in has no peer, and is gone with its handshake's time.
      await program.statusWhere(({ listeners }) => listeners.length === 1);
    });
    agent.destroy();
    expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(10_000);
    expect([...outcomes.keys()].filter((status) => ![201, 429, 503].includes(status))).toEqual([]);
    expect(outcomes.get(429)).toBeGreaterThan(9000);
    expect(withoutTime).toBe(0);
  });
});
