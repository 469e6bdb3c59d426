/** A certificate that somebody else makes and renews, such as an ACME client. */

import { readFileSync } from 'node:fs';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { type Certificate, fingerprint, verifyPair } from './certificate.js';

/** Read again rather than watched: renewal exchanges links and folders, which watches lose, ms. */
const INTERVAL = 2000;

interface Files {
  cert: string;
  key: string;
}

/** @throws AppError `invalid-config` when they cannot be used */
export function readCertificateFiles(files: Files): Certificate {
  try {
    const certificate = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
    verifyPair(certificate);
    return certificate;
  } catch (cause) {
    const detail = `HTTPS cannot use ${files.cert} with ${files.key}: ${(cause as Error).message}. Check --tls-cert and --tls-key.`;
    throw new AppError('invalid-config', detail, { cause });
  }
}

/**
 * Tells of each certificate that comes after the current one. What cannot be used, as between the writing of one
 * file and of the other, is logged once and left out. @returns what ends it
 */
export function watchCertificateFiles(
  files: Files,
  current: Certificate,
  onChange: (certificate: Certificate) => void,
  log: Logger,
  interval = INTERVAL,
): () => void {
  let last = `${current.cert}${current.key}`;
  const look = () => {
    const now = textOf(files);
    if (now === last) return;
    last = now;
    try {
      const certificate = readCertificateFiles(files);
      onChange(certificate);
      log.info('the certificate was read again', { fingerprint: fingerprint(certificate) });
    } catch (error) {
      log.warn('the changed certificate is not usable, the former one stays', { error: String(error) });
    }
  };
  const timer = setInterval(look, interval).unref();
  return () => clearInterval(timer);
}

/** Of both; a file that cannot be read counts as an empty one. */
function textOf({ cert, key }: Files): string {
  return [cert, key].map((file) => read(file)).join('');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
