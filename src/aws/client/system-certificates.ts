import { rootCertificates } from 'node:tls';
import { readRegularTextSync } from '../../files/read.ts';

/** Paths of the trusted CA certificates in Linux distributions (Go: crypto/x509/root_linux.go). */
export const bundles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The CA certificates of this machine, in addition to the built-in ones.
 * @param configured a file to use instead (AWS_CA_BUNDLE).
 * @returns PEM, or undefined when there is no such file.
 */
export function systemCertificates(configured?: string): string[] | undefined {
  const candidates = configured ? [configured] : [process.env.SSL_CERT_FILE, ...bundles];
  for (const path of candidates) {
    if (!path) continue;
    try {
      return [...rootCertificates, readRegularTextSync(path)];
    } catch {
      // Try the next path.
    }
  }
  return undefined;
}
