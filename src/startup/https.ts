import { join } from 'node:path';
import { listOf } from '../config/lists.js';
import type { Config } from '../config/types.js';
import type { Certificate } from '../tls/certificate.js';
import type { Logger } from '../log/logger.js';
import { readCertificateFiles, watchCertificateFiles } from '../tls/certificate-files.js';
import { keptCertificate } from '../tls/kept-certificate.js';
import { reachableAs } from './addresses.js';

/**
 * The certificate to serve with; undefined where HTTPS is not asked for.
 * @throws AppError `invalid-config` when it cannot be read or kept
 */
export async function prepareCertificate({ server, access }: Config): Promise<Certificate | undefined> {
  if (server.tlsCert !== '') return readCertificateFiles({ cert: server.tlsCert, key: server.tlsKey });
  if (!server.https) return undefined;
  const hosts = reachableAs(server.host, listOf(access.allowedHosts));
  return keptCertificate(join(server.stateFolder, 'certificate.pem'), hosts);
}

/** Gives the server each certificate that --tls-cert and --tls-key come to hold. @returns what ends it */
export function watchCertificate(
  { server }: Config,
  current: Certificate | undefined,
  target: { setCertificate(certificate: Certificate): void },
  log: Logger,
): () => void {
  if (server.tlsCert === '' || !current) return () => undefined;
  const files = { cert: server.tlsCert, key: server.tlsKey };
  return watchCertificateFiles(files, current, (certificate) => target.setCertificate(certificate), log);
}
