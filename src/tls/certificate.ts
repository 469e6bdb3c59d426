import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

/** What HTTPS needs, in PEM. */
export interface Certificate {
  /** With the chain behind it. */
  readonly cert: string;
  readonly key: string;
}

/** Of the first certificate, as browsers show it: SHA-256 in hexadecimal with colons. */
export function fingerprint({ cert }: Certificate): string {
  return new X509Certificate(cert).fingerprint256;
}

/** @throws Error when they are not PEM, or do not belong together */
export function verifyPair({ cert, key }: Certificate): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error('the key is not that of the certificate');
  }
  createSecureContext({ cert, key });
}
