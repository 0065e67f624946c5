import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from './core/ports';
import type { Pin } from './protocol/pin';
import { replaceFile, syncFolder } from './state/files';
import { type Certificate, openCertificate, pinOf } from './transport/certificate';
import { issueForItself } from './transport/issueCertificate';

/** With its private key, so that one never stands there without the other. */
const fileOf = (dataDir: string): string => path.join(dataDir, OWN_CERTIFICATE);
export const OWN_CERTIFICATE = 'certificate.pem';

/**
 * The certificate that a server made for itself, and that its members know by the fingerprint. One that cannot be used is
 * never replaced by another: to them, that would be another server. Throws BadCertificate, or what the disk says.
 */
export async function openOwnCertificate(dataDir: string, log: Log): Promise<Certificate> {
  const file = fileOf(dataDir);
  makeOwnCertificate(dataDir, log);
  const certificate = await openCertificate({ cert: file, key: file }, log);
  return { ...certificate, watch: () => () => undefined };
}

/** Unless there is one. */
export function makeOwnCertificate(dataDir: string, log: Log): void {
  const file = fileOf(dataDir);
  if (existsSync(file)) return;
  const { cert, key } = issueForItself();
  replaceFile(file, cert + key);
  syncFolder(dataDir);
  log.info('certificate made', { file });
}

/** Undefined where none was made. */
export function ownPin(dataDir: string): Pin | undefined {
  const file = fileOf(dataDir);
  return existsSync(file) ? pinOf(new X509Certificate(readFileSync(file))) : undefined;
}
