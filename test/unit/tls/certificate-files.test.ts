import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Certificate } from '../../../src/tls/certificate.js';
import { readCertificateFiles, watchCertificateFiles } from '../../../src/tls/certificate-files.js';
import { selfSigned } from '../../../src/tls/self-signed.js';
import { appErrorOf } from '../../support/app-error-of.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { tempFolder } from '../../support/temp-folder.js';

const first = await selfSigned(['first.example']);
const second = await selfSigned(['second.example']);

function filesOf({ cert, key }: Certificate): { cert: string; key: string } {
  const folder = tempFolder({ 'cert.pem': cert, 'key.pem': key });
  return { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
}

describe('a certificate of one’s own', () => {
  it('is read with its chain', () => {
    const chained = { cert: first.cert + second.cert, key: first.key };
    expect(readCertificateFiles(filesOf(chained))).toEqual(chained);
  });

  it.each([
    ['with the key of another', { cert: first.cert, key: second.key }],
    ['that is none', { cert: 'hello', key: first.key }],
    ['with a key that is none', { cert: first.cert, key: 'hello' }],
  ])('%s is refused with the options that name it', (_name, certificate) => {
    const error = appErrorOf(() => readCertificateFiles(filesOf(certificate)));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(/cert\.pem.*key\.pem.*Check --tls-cert and --tls-key\.$/s);
  });

  it('that is not there is refused', () => {
    const files = { cert: '/nonexistent/cert.pem', key: '/nonexistent/key.pem' };
    expect(appErrorOf(() => readCertificateFiles(files)).code).toBe('invalid-config');
  });

  it('is told of when both files have changed, and the former one stays in between', async () => {
    const files = filesOf(first);
    const log = new RecordedLog();
    const seen: Certificate[] = [];
    onTestFinished(watchCertificateFiles(files, first, (certificate) => seen.push(certificate), log, 10));

    writeFileSync(files.cert, second.cert);
    await log.until('the changed certificate is not usable, the former one stays');
    expect(seen).toEqual([]);
    writeFileSync(files.key, second.key);
    await log.until('the certificate was read again');
    expect(seen).toEqual([second]);
  });
});
