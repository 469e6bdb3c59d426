import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { readPrivateFile, writePrivateFile } from '../access/private-file.js';
import { type Certificate, verifyPair } from './certificate.js';
import { selfSigned } from './self-signed.js';

/** A certificate that ends sooner is replaced, ms. */
const REST = 30 * 86_400_000;

/**
 * The self-signed certificate in a file, with its key (mode 0600). It is kept, so that a browser has to be told
 * once only, while it is for all these names and addresses and does not end within 30 days; else it is made anew.
 * @throws AppError `invalid-config` when the file cannot be read or written
 */
export async function keptCertificate(
  file: string,
  hosts: readonly string[],
  now = new Date(),
): Promise<Certificate> {
  const kept = split(readPrivateFile(file) ?? '');
  if (kept && serves(kept, hosts, now)) return kept;
  const made = await selfSigned(hosts, now);
  writePrivateFile(file, made.cert + made.key);
  return made;
}

function split(text: string): Certificate | undefined {
  const [cert] = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----\n/.exec(text) ?? [];
  const [key] = /-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----\n/.exec(text) ?? [];
  return cert === undefined || key === undefined ? undefined : { cert, key };
}

function serves(certificate: Certificate, hosts: readonly string[], now: Date): boolean {
  try {
    verifyPair(certificate);
    const x509 = new X509Certificate(certificate.cert);
    const isCurrent =
      Date.parse(x509.validFrom) <= now.getTime() && Date.parse(x509.validTo) >= now.getTime() + REST;
    return isCurrent && hosts.every((host) => (isIP(host) ? x509.checkIP(host) : x509.checkHost(host)));
  } catch {
    // Not what we wrote: a new one it is.
    return false;
  }
}
