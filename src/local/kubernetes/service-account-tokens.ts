import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import type { Metadata } from '../../storage/metadata.ts';
import type { Clock } from '../clock.ts';

/** Who a token is for, and what it is bound to. */
export interface TokenClaims {
  readonly namespace: string;
  readonly serviceAccount: { readonly name: string; readonly uid: string };
  readonly pod?: { readonly name: string; readonly uid: string };
  readonly audiences: readonly string[];
  /** Seconds. */
  readonly lifetime: number;
}

export interface IssuedToken {
  readonly token: string;
  readonly expirationTimestamp: string;
}

/**
 * Signs service account tokens (RS256) with the cluster's own key, and publishes what an identity
 * provider needs to check them: the two documents of an EKS cluster's OIDC issuer.
 */
export class TokenIssuer {
  /** URL of the issuer, as in the `iss` claim. */
  readonly issuer: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #key: KeyObject;
  readonly #keyId: string;

  /** The key is made at first use and kept in the metadata: tokens outlive a restart. */
  constructor(metadata: Metadata, clock: Pick<Clock, 'now'>, issuer: string) {
    const keys = metadata.collection<JsonWebKey>('kubernetes.signing-key');
    let jwk = keys.get('current');
    if (jwk === undefined) {
      jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
        format: 'jwk',
      });
      keys.put('current', jwk);
    }
    this.issuer = issuer;
    this.#clock = clock;
    this.#key = createPrivateKey({ key: jwk, format: 'jwk' });
    const spki = createPublicKey(this.#key).export({ type: 'spki', format: 'der' });
    this.#keyId = createHash('sha256').update(spki).digest('base64url');
  }

  issue(claims: TokenClaims): IssuedToken {
    const now = Math.floor(this.#clock.now() / 1000);
    const expires = now + claims.lifetime;
    const { namespace, serviceAccount, pod } = claims;
    const payload = {
      aud: claims.audiences,
      exp: expires,
      iat: now,
      iss: this.issuer,
      jti: randomUUID(),
      'kubernetes.io': { namespace, ...(pod ? { pod } : {}), serviceaccount: serviceAccount },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
    };
    const content = `${encode({ alg: 'RS256', kid: this.#keyId })}.${encode(payload)}`;
    const signature = sign('RSA-SHA256', Buffer.from(content), this.#key).toString('base64url');
    return {
      token: `${content}.${signature}`,
      expirationTimestamp: new Date(expires * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
  }

  /** The document at `<issuer>/.well-known/openid-configuration`. */
  openIdConfiguration(): object {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/keys`,
      authorization_endpoint: 'urn:kubernetes:programmatic_authorization',
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      claims_supported: ['sub', 'iss'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  /** The document at `<issuer>/keys` (and the API server's `/openid/v1/jwks`). */
  jsonWebKeySet(): { keys: JsonWebKey[] } {
    const { n, e, kty } = createPublicKey(this.#key).export({ format: 'jwk' });
    return {
      keys: [
        {
          use: 'sig',
          alg: 'RS256',
          kid: this.#keyId,
          ...(kty ? { kty } : {}),
          ...(n ? { n } : {}),
          ...(e ? { e } : {}),
        },
      ],
    };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
