import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  randomUUID,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** A new RSA key, as a private JSON Web Key (RFC 7517). Made aside: it takes a while. */
export async function newSigningKey(): Promise<JsonWebKey> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'jwk' });
}

/** What others need to check signatures of that key; nothing of its private part. */
export function publicKeySet(key: JsonWebKey): { keys: JsonWebKey[] } {
  const { n = '', e = '', kty = '' } = key;
  return { keys: [{ use: 'sig', alg: 'RS256', kid: keyId(key), kty, n, e }] };
}

/** A signed token (RFC 7519, RS256). @param claims all of its claims but `jti`, which is made up. */
export function signToken(key: JsonWebKey, claims: object): string {
  const header = { alg: 'RS256', kid: keyId(key), typ: 'JWT' };
  const content = `${encode(header)}.${encode({ jti: randomUUID(), ...claims })}`;
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

function keyId(key: JsonWebKey): string {
  const spki = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
