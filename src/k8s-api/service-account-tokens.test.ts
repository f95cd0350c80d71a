import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { openSqlite } from '../storage/sqlite.ts';
import { TokenIssuer } from './service-account-tokens.ts';

const issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/TEST';
const now = Date.UTC(2026, 0, 1);

describe('service account tokens', () => {
  const metadata = openSqlite(':memory:');
  const tokens = new TokenIssuer(metadata, { now: () => now }, issuer);
  const { token, expirationTimestamp } = tokens.issue({
    namespace: 'shop',
    serviceAccount: { name: 'cart', uid: 'u1' },
    pod: { name: 'web', uid: 'u2' },
    audiences: ['sts.amazonaws.com'],
    lifetime: 3600,
  });
  const [head = '', body = '', signature = ''] = token.split('.');
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

  it('carry the claims of Kubernetes', () => {
    const { jti, ...claims } = decode(body);
    assert.ok(jti);
    assert.deepEqual(claims, {
      aud: ['sts.amazonaws.com'],
      exp: now / 1000 + 3600,
      iat: now / 1000,
      iss: issuer,
      'kubernetes.io': {
        namespace: 'shop',
        pod: { name: 'web', uid: 'u2' },
        serviceaccount: { name: 'cart', uid: 'u1' },
      },
      nbf: now / 1000,
      sub: 'system:serviceaccount:shop:cart',
    });
    assert.equal(expirationTimestamp, '2026-01-01T01:00:00Z');
  });

  it('are verified with the key set that the issuer publishes, also after a restart', () => {
    const again = new TokenIssuer(metadata, { now: () => now }, issuer);
    const [jwk] = again.jsonWebKeySet().keys;
    assert.equal(jwk?.kid, decode(head).kid);
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    const content = Buffer.from(`${head}.${body}`);
    assert.ok(verify('RSA-SHA256', content, key, Buffer.from(signature, 'base64url')));
  });

  it('are described by the discovery document, which contains no private key', () => {
    assert.partialDeepStrictEqual(tokens.openIdConfiguration(), {
      issuer,
      jwks_uri: `${issuer}/keys`,
    });
    assert.deepEqual(Object.keys(tokens.jsonWebKeySet().keys[0] ?? {}).sort(), [
      'alg',
      'e',
      'kid',
      'kty',
      'n',
      'use',
    ]);
  });
});
