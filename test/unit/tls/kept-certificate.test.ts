import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint, verifyPair } from '../../../src/tls/certificate.js';
import { keptCertificate } from '../../../src/tls/kept-certificate.js';
import { tempFolder } from '../../support/temp-folder.js';

const hosts = ['localhost', 'den.local', '127.0.0.1', '::1', '192.0.2.7'];
const DAY = 86_400_000;

function newFile(): string {
  return join(tempFolder(), 'state/certificate.pem');
}

describe('the certificate that is made here', () => {
  it('is for every name and address, for a server, and no authority', async () => {
    const certificate = await keptCertificate(newFile(), hosts);
    const x509 = new X509Certificate(certificate.cert);
    expect(x509.subjectAltName).toBe(
      'DNS:localhost, DNS:den.local, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:192.0.2.7',
    );
    expect(x509.ca).toBe(false);
    expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(x509.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(() => verifyPair(certificate)).not.toThrow();
    expect(fingerprint(certificate)).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('lasts no longer than Safari takes', async () => {
    const x509 = new X509Certificate((await keptCertificate(newFile(), hosts)).cert);
    const days = (Date.parse(x509.validTo) - Date.parse(x509.validFrom)) / DAY;
    expect(days).toBe(397);
  });

  it('is kept with its key, for its owner alone', async () => {
    const file = newFile();
    const made = await keptCertificate(file, hosts);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await keptCertificate(file, hosts)).toEqual(made);
    expect(await keptCertificate(file, ['localhost', '192.0.2.7'])).toEqual(made);
  });

  it('is made anew for a name or an address that it is not for', async () => {
    const file = newFile();
    const made = await keptCertificate(file, hosts);
    const next = await keptCertificate(file, [...hosts, 'new.local']);
    expect(fingerprint(next)).not.toBe(fingerprint(made));
    const third = await keptCertificate(file, [...hosts, 'new.local', '192.0.2.8']);
    expect(fingerprint(third)).not.toBe(fingerprint(next));
  });

  it('is made anew within 30 days of its end, not before', async () => {
    const file = newFile();
    const made = await keptCertificate(file, hosts);
    expect(await keptCertificate(file, hosts, new Date(Date.now() + 365 * DAY))).toEqual(made);
    const next = await keptCertificate(file, hosts, new Date(Date.now() + 367 * DAY));
    expect(fingerprint(next)).not.toBe(fingerprint(made));
  });

  it.each([
    ['nothing', () => ''],
    ['something else', () => 'hello'],
    ['half of it', (text: string) => text.slice(0, text.length / 2)],
    ['a wrong letter', (text: string) => text.replace(/MII.{20}/, 'MIIBZzCCAQ2gAwIBAgICAas')],
  ])('is made anew where its file holds %s', async (_name, damaged) => {
    const file = newFile();
    const made = await keptCertificate(file, hosts);
    writeFileSync(file, damaged(readFileSync(file, 'utf8')));
    const next = await keptCertificate(file, hosts);
    expect(fingerprint(next)).not.toBe(fingerprint(made));
    expect(await keptCertificate(file, hosts)).toEqual(next);
  });

  it('is made anew where the key is another’s', async () => {
    const file = newFile();
    const made = await keptCertificate(file, hosts);
    const other = await keptCertificate(newFile(), hosts);
    writeFileSync(file, made.cert + other.key);
    expect(fingerprint(await keptCertificate(file, hosts))).not.toBe(fingerprint(made));
  });
});
