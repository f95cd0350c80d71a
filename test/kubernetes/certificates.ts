// The certificates of a control plane, all of one authority.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  /** @param groups become organizations, which Kubernetes reads as groups. */
  issue(name: string, groups?: readonly string[], addresses?: readonly string[]): Identity;
}

/** Makes an authority whose files lie in a folder. */
export function createAuthority(folder: string): Authority {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test');
  let issued = 0;
  return {
    certificate: join(folder, 'ca.pem'),
    issue(name, groups = [], addresses = []) {
      const file = `${++issued}`;
      const subject = `${groups.map((group) => `/O=${group}`).join('')}/CN=${name}`;
      openssl('req', ...curve, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', subject);
      const names = addresses.map((one) => `${/^[\d.]+$/.test(one) ? 'IP' : 'DNS'}:${one}`);
      writeFileSync(
        join(folder, `${file}.ext`),
        names.length === 0 ? '' : `subjectAltName=${names.join(',')}\n`,
      );
      const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
      const files = ['-in', `${file}.csr`, '-out', `${file}.pem`, '-extfile', `${file}.ext`];
      openssl('x509', '-req', ...files, ...authority, '-days', '2');
      return { certificate: join(folder, `${file}.pem`), key: join(folder, `${file}.key`) };
    },
  };
}
