import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AccessInfo } from '../../src/api.js';
import { fingerprint } from '../../src/tls/certificate.js';
import { selfSigned } from '../../src/tls/self-signed.js';
import { ask, codeOf } from '../support/ask.js';
import { offerFile } from '../support/offers.js';
import { Program } from '../support/program.js';
import { tempFolder } from '../support/temp-folder.js';
import { Witness } from '../support/witness.js';

const SOURCE = ['--source', 'test-tone'];
const offer = offerFile('chromium-recvonly');

let program: Program | undefined;
afterEach(async () => {
  await program?.stop();
  program = undefined;
});

function tokensOf({ stateFolder }: Program): { listen: string; operator: string } {
  return parse(readFileSync(join(stateFolder, 'tokens.yaml'), 'utf8')) as {
    listen: string;
    operator: string;
  };
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

describe('--lan', () => {
  it('makes two tokens for this user alone, prints them in fragments, and writes them to no log', async () => {
    program = await Program.start({
      args: [...SOURCE, '--lan', '--log-level', 'debug', '--log-file', 'my.log'],
    });
    const tokens = tokensOf(program);
    expect(statSync(join(program.stateFolder, 'tokens.yaml')).mode & 0o777).toBe(0o600);
    expect(program.token).toBe(tokens.listen);
    await expect
      .poll(() => program?.output.find((line) => line.startsWith('Who may also change')))
      .toMatch(new RegExp(`#token=${tokens.operator}$`));

    const { receiver } = await program.join();
    await receiver.next(2);
    await receiver.close();
    const log = program.output.filter((line) => line.startsWith('{')).join('\n');
    const file = readFileSync(join(program.stateFolder, '../my.log'), 'utf8');
    for (const text of [log, file]) {
      expect(text).toContain('listener joined');
      for (const token of Object.values(tokens)) expect(text).not.toContain(token);
    }
  });

  it('lets listen with one, steer with the other, and nobody without', async () => {
    program = await Program.start({ args: [...SOURCE, '--lan'] });
    const { listen, operator } = tokensOf(program);
    const { url } = program;
    const put = (token: string) =>
      ask(`${url}/api/source`, {
        method: 'PUT',
        headers: { ...bearer(token), 'Content-Type': 'application/json' },
        body: '{"name": "noise"}',
      });
    expect(codeOf(await ask(`${url}/api/access`))).toBe('token-needed');
    expect(codeOf(await put(listen))).toBe('operator-needed');
    expect((await put(operator)).status).toBe(200);
    for (const role of ['listen', 'operator'] as const) {
      const { body } = await ask(`${url}/api/access`, { headers: bearer({ listen, operator }[role]) });
      expect(JSON.parse(body) as AccessInfo).toEqual({ role, tokenNeeded: true });
    }
  });

  it('wrong tokens join nothing, end in 429, and disturb nobody who listens', async () => {
    program = await Program.start({ args: [...SOURCE, '--lan'] });
    const witness = await Witness.of(program);
    const { url } = program;
    const statuses = await witness.hearsOn(async () => {
      const found: number[] = [];
      for (let i = 0; i < 15; i += 1) {
        const headers = { ...bearer(`guess-number-${i}`), 'Content-Type': 'application/sdp' };
        const localAddress = '127.0.0.2';
        found.push((await ask(`${url}/whep`, { method: 'POST', headers, body: offer, localAddress })).status);
      }
      return found;
    });
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(5).fill(429)]);
    expect(program.output.filter((line) => line.includes('"listener joined"'))).toHaveLength(1);
    expect(program.output.join('\n')).not.toContain('guess-number');
    await witness.leave();
  });
});

describe('listening on the network without a token', () => {
  it('is refused, with the options that allow it', async () => {
    const { code, output } = await Program.run({ args: [...SOURCE, '--host', '0.0.0.0'] });
    expect(output).toMatch(/use --lan.*--insecure-open/);
    expect(code).toBe(2);
  });

  it('with --insecure-open is warned of loudly', async () => {
    program = await Program.start({ args: [...SOURCE, '--host', '0.0.0.0', '--insecure-open'] });
    expect(program.output.join('\n')).toMatch(
      /"warn".*ANYBODY WHO REACHES 0\.0\.0\.0 OVER THE NETWORK CAN LISTEN/,
    );
    expect((await program.status()).listeners).toEqual([]);
  });
});

describe('--https', () => {
  it('serves with a certificate that it keeps, prints its fingerprint, and redirects plain HTTP', async () => {
    const XDG_STATE_HOME = tempFolder();
    const env = { XDG_STATE_HOME };
    program = await Program.start({ args: [...SOURCE, '--https'], env });
    const file = join(XDG_STATE_HOME, 'earshot/certificate.pem');
    const ca = readFileSync(file, 'utf8').replace(/-----BEGIN PRIVATE[^]*/, '');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(program.url).toMatch(/^https:/);

    const { status, body } = await ask(`${program.url}/api/access`, { ca });
    expect([status, JSON.parse(body)]).toEqual([200, { role: 'operator', tokenNeeded: false }]);
    const plain = program.url.replace('https:', 'http:');
    const redirect = await ask(`${plain}/api/status`);
    expect([redirect.status, redirect.headers.location]).toEqual([307, `${program.url}/api/status`]);

    const printed = () => program?.output.find((line) => line.startsWith('SHA-256 of the certificate: '));
    await expect.poll(printed).toContain(fingerprint({ cert: ca, key: '' }));
    const first = printed();
    await program.stop();
    program = await Program.start({ args: [...SOURCE, '--https'], env });
    await expect.poll(printed).toBe(first);
  });
});

describe('--tls-cert and --tls-key', () => {
  it('are read again when they change, while somebody listens', async () => {
    const [first, second] = [await selfSigned(['127.0.0.1']), await selfSigned(['127.0.0.1'])];
    const folder = tempFolder({ 'cert.pem': first.cert, 'key.pem': first.key });
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    program = await Program.start({ args: [...SOURCE, '--tls-cert', cert, '--tls-key', key] });
    const port = Number(new URL(program.url).port);
    expect(await shownBy(port)).toBe(fingerprint(first));

    writeFileSync(key, second.key);
    writeFileSync(cert, second.cert);
    await expect.poll(() => shownBy(port), { timeout: 15_000, interval: 200 }).toBe(fingerprint(second));
    expect((await ask(`${program.url}/api/status`, { ca: second.cert })).status).toBe(200);
  });

  async function shownBy(port: number): Promise<string> {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  }
});
