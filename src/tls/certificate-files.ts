/** A certificate that somebody else makes and renews, such as an ACME client. */

import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { type Certificate, fingerprint, verifyPair } from './certificate.js';

/** Looked at rather than watched: renewal exchanges links and folders, which watches lose, ms. */
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
 * Tells of each new certificate. What cannot be used, as between the writing of one file and of the other,
 * is logged and left out. @returns what ends it
 */
export function watchCertificateFiles(
  files: Files,
  onChange: (certificate: Certificate) => void,
  log: Logger,
  interval = INTERVAL,
): () => void {
  const look = () => {
    try {
      const certificate = readCertificateFiles(files);
      onChange(certificate);
      log.info('the certificate was read again', { fingerprint: fingerprint(certificate) });
    } catch (error) {
      log.warn('the changed certificate is not usable, the former one stays', { error: String(error) });
    }
  };
  const paths = [files.cert, files.key];
  for (const path of paths) watchFile(path, { interval, persistent: false }, look);
  return () => {
    for (const path of paths) unwatchFile(path, look);
  };
}
