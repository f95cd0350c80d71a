// What a stolen key of the local CA is good for: names of AWS and of this machine, and no others.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect, createServer } from 'node:tls';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { LocalAuthority } from './certificates.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const generate = () =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
type CryptoKeyPair = { publicKey: CryptoKey; privateKey: CryptoKey };
type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

describe('The local CA', () => {
  let folder = '';
  let authority: LocalAuthority;
  let ca = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-ca-'));
    authority = await LocalAuthority.open(folder);
    ca = await readFile(authority.file, 'utf8');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A certificate for any name at all, as a thief of the key would make it. */
  async function forge(name: string, type: 'dns' | 'ip') {
    const keys = await generate();
    const [der = new ArrayBuffer(0)] = PemConverter.decode(
      await readFile(join(folder, 'ca-key.pem'), 'utf8'),
    );
    const certificate = await X509CertificateGenerator.create({
      subject: 'CN=forged',
      issuer: new X509Certificate(ca).subject,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 3_600_000),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: await crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']),
      extensions: [new SubjectAlternativeNameExtension([{ type, value: name }])],
    });
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
  }

  /** @returns 'OK' or the code of the error with which a client that trusts the CA refuses. */
  async function handshake(pair: { cert: string; key: string }, name: string): Promise<string> {
    const server = createServer(pair).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await new Promise((resolve) => {
        const isAddress = /^[\d.]+$|:/.test(name);
        const client = connect(
          {
            host: '127.0.0.1',
            port,
            ca,
            ...(isAddress ? {} : { servername: name }),
            checkServerIdentity: () => undefined,
          },
          () => {
            client.destroy();
            resolve('OK');
          },
        );
        client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
    } finally {
      server.close();
    }
  }

  const vouched = [
    '111122223333.dkr.ecr.us-east-1.amazonaws.com',
    '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '111122223333.dkr-ecr.us-east-1.on.aws',
    'api.ecr.eu-west-1.amazonaws.com',
    'prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com',
    'localhost',
    'registry.localhost',
    '127.0.0.1',
    '::1',
  ];
  for (const name of vouched) {
    it(`vouches for ${name}`, async () => {
      assert.equal(await handshake(await authority.pem(name), name), 'OK');
    });
  }

  for (const name of [
    'evil.example',
    'amazonaws.com.evil.example',
    '10.0.0.1',
    'github.com',
    'amazonaws.com',
  ]) {
    it(`issues nothing for ${name}`, async () => {
      await assert.rejects(authority.pem(name), { code: 'NOT_CERTIFIED' });
    });
  }

  for (const [name, type] of [
    ['github.com', 'dns'],
    ['evilamazonaws.com', 'dns'],
    ['10.0.0.1', 'ip'],
  ] as const) {
    it(`is not believed when its key vouches for ${name}`, async () => {
      // Node's name for OpenSSL's "permitted subtree violation".
      assert.equal(await handshake(await forge(name, type), name), 'UNSPECIFIED');
      assert.equal(await handshake(await forge('localhost', 'dns'), 'localhost'), 'OK');
    });
  }

  it('from before there were constraints is made anew', async () => {
    const old = await mkdtemp(join(tmpdir(), 'hawser-ca-'));
    const keys = await generate();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=Hawser local CA',
      keys,
      signingAlgorithm: algorithm,
      extensions: [new BasicConstraintsExtension(true, 0, true)],
    });
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    await writeFile(join(old, 'ca.pem'), certificate.toString('pem'));
    await writeFile(join(old, 'ca-key.pem'), PemConverter.encode(key, 'PRIVATE KEY'));
    const { file } = await LocalAuthority.open(old);
    assert.notEqual(await readFile(file, 'utf8'), certificate.toString('pem'));
    await rm(old, { recursive: true, force: true });
  });
});
