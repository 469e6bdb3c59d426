import { once } from 'node:events';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { problems } from '../../../src/http/middleware/problems.js';
import { clientFiles } from '../../../src/http/routes/client.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { exchange, serve, type Served } from '../../support/serve.js';
import { webApp } from '../../support/web-app.js';

async function oneFile(): Promise<Served & { file: string; log: RecordedLog }> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'index.html');
  await writeFile(file, 'first');
  const log = new RecordedLog();
  const app = new Koa().use(problems(log)).use(clientFiles(folder));
  return { file, log, ...(await serve(app.callback())) };
}

describe("the client's files", () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/?a=b', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/style.css', 'text/css; charset=utf-8', 'body'],
    ['/src/main.js', 'text/javascript; charset=utf-8', 'export'],
    ['/icon.svg', 'image/svg+xml', '<svg/>'],
  ])('%s is %s', async (path, type, content) => {
    const { url } = await webApp();
    const response = await fetch(url + path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain(content);
  });

  it('have the same headers for HEAD', async () => {
    const { url } = await webApp();
    const [get, head] = await Promise.all([fetch(url), fetch(url, { method: 'HEAD' })]);

    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
    for (const name of ['content-type', 'etag', 'cache-control', 'last-modified']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    expect(await head.text()).toBe('');
  });

  it('are asked for each time, and sent again only when they changed', async () => {
    const { port, file } = await oneFile();
    // By hand: fetch adds `Cache-Control: no-cache` to a condition, as a browser's reload does.
    const get = (condition = '') =>
      exchange(port, `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${condition}\r\n`);
    const first = await get();
    expect(first).toContain('\r\nCache-Control: no-cache\r\n');
    const etag = /\r\nETag: (.*)\r\n/.exec(first)?.[1];
    const condition = `If-None-Match: ${etag}\r\n`;

    const same = await get(condition);
    expect(same).toMatch(/^HTTP\/1\.1 304 /);
    expect(same).toContain(`\r\nETag: ${etag}\r\n`);
    expect(same).toMatch(/\r\n\r\n$/);

    await utimes(file, new Date(0), new Date(0));
    expect(await get(condition)).toMatch(/^HTTP\/1\.1 200 [^]*first$/);
  });

  it('that are gone or no files at all are a refusal in words', async () => {
    const { url, file } = await oneFile();
    await rm(file);
    const response = await fetch(url);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found' });
  });

  it('that cannot be read are a defect, and still answered', async () => {
    const { url, file, log } = await oneFile();
    await rm(file);
    // A socket has a size and a time, and cannot be opened.
    const socket = createServer().listen(file);
    onTestFinished(() => void socket.close());
    await once(socket, 'listening');

    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal' });
    expect(response.headers.get('etag')).toBeNull();
    expect(log.of('error', 'a request failed for an unknown reason')).toHaveLength(1);
  });
});

describe('a path that is no file of the client', () => {
  it.each([
    '/nothing.js',
    '/src',
    '/src/',
    '/src/.hidden.js',
    '/.git/config',
    '/../secret.txt',
    '/src/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/src/%2e%2e/%2e%2e/secret.txt',
    '/%252e%252e/secret.txt',
    '//secret.txt',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/....//secret.txt',
    '/index.html%00.js',
    '/%00',
    '/%ff',
    '/%',
    '/%E0%A4%A',
    '/index.html/',
    '/index.html/more',
    '/C:%5cwindows%5cwin.ini',
    `/${'a'.repeat(3000)}`,
    'http://evil.example/../secret.txt',
    '?',
    '*',
  ])('%s gets 404 and nothing of what lies beside', async (path) => {
    const { port } = await webApp();
    const answer = await exchange(
      port,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 (404|400) /);
    expect(answer).not.toMatch(/secret|root:/);
    if (answer.startsWith('HTTP/1.1 404')) expect(answer).toContain('"code":"not-found"');
  });
});
