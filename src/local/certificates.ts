// The X.509 library finds its parts by decorator metadata, which has to be there before it is loaded.
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

import { LocalError } from './errors.ts';
import {
  certifiedDomains,
  certifiedNetworks,
  isCertified,
  nameConstraints,
  nameConstraintsOid,
} from './name-constraints.ts';

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { ...keyAlgorithm, hash: 'SHA-256' } as const;
/** Certificates that are kept. */
const maxIssued = 256;
const year = 365 * 24 * 3_600_000;

/** In PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

interface Authority {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** A certificate authority of this machine's own, that vouches for the names of AWS on it. */
export class LocalAuthority {
  /** Path of the certificate that clients have to trust. */
  readonly file: string;
  readonly #authority: Authority;
  readonly #issued = new Map<string, Promise<ServerCertificate>>();

  private constructor(file: string, authority: Authority) {
    this.file = file;
    this.#authority = authority;
  }

  /**
   * Opens the authority that a folder holds, or makes one; only its owner can read the key. One from before there were
   * name constraints is made anew: whoever trusts it would trust its key for every name there is.
   */
  static async open(folder: string): Promise<LocalAuthority> {
    const [file, keyFile] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
    try {
      const certificate = new X509Certificate(await readFile(file, 'utf8'));
      const key = await importKey(await readFile(keyFile, 'utf8'));
      if (certificate.getExtension(nameConstraintsOid) === null) throw new Error('unconstrained');
      return new LocalAuthority(file, { certificate, key });
    } catch {
      const authority = await makeAuthority();
      await mkdir(folder, { recursive: true });
      await writeFile(keyFile, await exportKey(authority.key), { mode: 0o600 });
      await chmod(keyFile, 0o600);
      await writeFile(file, authority.certificate.toString('pem'));
      return new LocalAuthority(file, authority);
    }
  }

  /**
   * Certificate and key for a server of that name; made at the first request for it.
   * @throws LocalError `NOT_CERTIFIED` for a name that is neither AWS's nor this machine's.
   */
  async pem(name: string): Promise<ServerCertificate> {
    const known = this.#issued.get(name);
    if (known !== undefined) return known;
    if (!isCertified(name)) {
      throw new LocalError('NOT_CERTIFIED', `the local CA issues no certificate for ${name}`);
    }
    // Clients choose the names: they must not fill the memory with them.
    if (this.#issued.size >= maxIssued) this.#issued.clear();
    const made = this.#issue(name);
    this.#issued.set(name, made);
    return made;
  }

  async contextFor(name: string): Promise<SecureContext> {
    return createSecureContext(await this.pem(name));
  }

  async #issue(name: string): Promise<ServerCertificate> {
    const { certificate: issuer, key: signingKey } = this.#authority;
    const keys = await generateKeys();
    const isAddress = /^[\d.]+$|:/.test(name);
    const certificate = await X509CertificateGenerator.create({
      // No name of a host: OpenSSL would hold an address against the constraints for names.
      subject: 'CN=Hawser local AWS',
      issuer: issuer.subject,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + year),
      signingAlgorithm: signing,
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new SubjectAlternativeNameExtension([{ type: isAddress ? 'ip' : 'dns', value: name }]),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    });
    return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  }
}

async function makeAuthority(): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Hawser local CA',
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 10 * year),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(nameConstraintsOid, true, nameConstraints(certifiedDomains, certifiedNetworks)),
    ],
  });
  return { certificate, key: keys.privateKey };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(keyAlgorithm, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der = new ArrayBuffer(0)] = PemConverter.decode(pem);
  return crypto.subtle.importKey('pkcs8', der, keyAlgorithm, true, ['sign']);
}
