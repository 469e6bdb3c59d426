import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { offerFile } from '../support/offers.js';
import { Program } from '../support/program.js';
import { Witness } from '../support/witness.js';

const offer = offerFile('chromium-recvonly');

let program: Program;
let witness: Witness;
let browser: Browser;
/** Port of the other website, which answers every name that leads to this machine. */
let elsewhere: number;
const website = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>Evil</title><body></body>');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
  elsewhere = (website.address() as AddressInfo).port;
  const friend = `http://friend.example:${elsewhere}`;
  program = await Program.start({
    args: ['--source', 'test-tone', '--log-level', 'debug', '--allowed-origins', friend],
  });
  witness = await Witness.of(program);
  // Names that their owner points here, as DNS rebinding does.
  browser = await launchChromium({
    args: ['--host-resolver-rules=MAP *.example 127.0.0.1', '--disable-features=LocalNetworkAccessChecks'],
  });
});
afterAll(async () => {
  await browser.close();
  await witness.leave();
  await program.stop();
  website.closeAllConnections();
  website.close();
});

interface Line {
  message: string;
  method: string;
  path: string;
  status: number;
}

/** What the program wrote about this since `from`. */
function logged(message: string, from = 0): Line[] {
  return program.output
    .slice(from)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.message === message);
}

/**
 * Does this to the program: the listener hears on, nobody joins, and the server refused it, whatever the
 * browser then made of that. @returns the statuses of the requests that could do something, by the server's log
 */
async function withstands(attack: () => Promise<void>, count: number): Promise<number[]> {
  const from = program.output.length;
  const isHostile = ({ method, path }: Line) =>
    method !== 'OPTIONS' && /^\/(offer|whep|api\/(events|source))/.test(path);
  const statuses = () =>
    logged('request', from)
      .filter(isHostile)
      .map(({ status }) => status);
  await witness.hearsOn(async () => {
    await attack();
    await expect.poll(() => statuses().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  });
  expect(logged('listener joined', from)).toEqual([]);
  return [...new Set(statuses())];
}

async function open(url: string): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** What a page gets to see of its request: a status, or that it may not. */
function send(page: Page, url: string, init: RequestInit): Promise<string> {
  return page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return response.type === 'opaque' ? 'opaque' : String(response.status);
      } catch {
        return 'refused by the browser';
      }
    },
    [url, init] as const,
  );
}

const types = [
  'application/sdp',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
];

describe.each([
  ['another site', 'evil.example'],
  ['another port of this host', '127.0.0.1'],
])('a page of %s', (_name, host) => {
  it('joins by no request of any content type, and reads no answer', async () => {
    const page = await open(`http://${host}:${elsewhere}/`);
    const seen = new Set<string>();
    const statuses = await withstands(async () => {
      for (const path of ['/offer', '/whep'])
        for (const type of types)
          for (const mode of ['cors', 'no-cors'] as const) {
            const body = type === 'application/json' ? JSON.stringify({ type: 'offer', sdp: offer }) : offer;
            const headers = { 'Content-Type': type };
            seen.add(await send(page, program.url + path, { method: 'POST', mode, body, headers }));
          }
    }, 2 * types.length);
    expect(statuses).toEqual([403]);
    expect([...seen]).toEqual(['refused by the browser']);
  });

  it('joins neither by a beacon nor by a form', async () => {
    const page = await open(`http://${host}:${elsewhere}/`);
    const statuses = await withstands(async () => {
      await page.evaluate(
        ([url, sdp]) => {
          navigator.sendBeacon(`${url}/offer`, new Blob([sdp], { type: 'text/plain' }));
          const form = document.createElement('form');
          Object.assign(form, { method: 'POST', action: `${url}/whep`, enctype: 'text/plain' });
          const field = document.createElement('textarea');
          Object.assign(field, { name: 'v', value: sdp });
          form.append(field);
          document.body.append(form);
          form.submit();
        },
        [program.url, offer] as const,
      );
    }, 2);
    expect(statuses).toEqual([403]);
  });

  it('reads neither status nor events, and changes nothing', async () => {
    const page = await open(`http://${host}:${elsewhere}/`);
    const statuses = await withstands(async () => {
      for (const mode of ['cors', 'no-cors'] as const)
        expect(await send(page, `${program.url}/api/status`, { mode })).toBe('refused by the browser');
      const headers = { 'Content-Type': 'application/json' };
      const put: RequestInit = { method: 'PUT', body: '{"name":"noise"}', headers };
      expect(await send(page, `${program.url}/api/source`, put)).toBe('refused by the browser');
      await page.evaluate((url) => void new EventSource(url), `${program.url}/api/events`);
    }, 1);
    expect(statuses).toEqual([403]);
    expect((await program.status()).source.name).toBe('test-tone');
  });

  it('cannot show the page in a frame', async () => {
    const page = await open(`http://${host}:${elsewhere}/`);
    const complaint = page.waitForEvent('console', (message) => message.text().includes('frame'));
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, `${program.url}/`);
    expect((await complaint).text()).toMatch(/frame-ancestors|X-Frame-Options/i);
  });
});

describe('a name that was made to point here (DNS rebinding)', () => {
  it('is not given the page, and what runs there joins by nothing', async () => {
    const { port } = new URL(program.url);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const statuses = await withstands(async () => {
      const response = await page.goto(`http://rebound.example:${port}/`);
      expect(response?.status()).toBe(421);
      for (const path of ['/offer', '/whep']) {
        const init = { method: 'POST', body: offer, headers: { 'Content-Type': 'application/sdp' } };
        // Of the same origin for the browser: only the name gives it away.
        expect(await send(page, path, init)).toBe('421');
      }
      expect(await send(page, '/api/status', {})).toBe('421');
    }, 2);
    expect(statuses).toEqual([421]);
  });
});

describe('a page of an allowed origin', () => {
  it('reads the status, loads modules of the player and joins by WHEP, seeing where its session is', async () => {
    const page = await open(`http://friend.example:${elsewhere}/`);
    expect(await send(page, `${program.url}/api/status`, {})).toBe('200');
    // As text, so that the browser imports it and not the test.
    const module = await page.evaluate<string[]>(`import('${program.url}/embed.js').then(Object.keys)`);
    expect(module.length).toBeGreaterThan(0);
    const location = await page.evaluate(
      async ([url, body]) => {
        const headers = { 'Content-Type': 'application/sdp', Authorization: 'Bearer not-asked-for' };
        const response = await fetch(`${url}/whep`, { method: 'POST', headers, body });
        const session = new URL(response.headers.get('Location') ?? '', url).href;
        return { status: response.status, ended: (await fetch(session, { method: 'DELETE' })).status };
      },
      [program.url, offer] as const,
    );
    expect(location).toEqual({ status: 201, ended: 200 });
  });
});
