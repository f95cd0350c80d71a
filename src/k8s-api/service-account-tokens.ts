import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { publicKeySet, signToken } from '../jwt/signing-key.ts';
import type { Metadata } from '../storage/metadata.ts';

/** The subject of a token, and the object that it is bound to. */
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
 * provider needs to verify them: the two documents of an EKS cluster's OIDC issuer.
 */
export class TokenIssuer {
  /** URL of the issuer, as in the `iss` claim. */
  readonly issuer: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #key: JsonWebKey;

  /** The key is generated at first use and stored in the metadata, so that tokens remain valid after a restart. */
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
    this.#key = jwk;
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
      'kubernetes.io': { namespace, ...(pod ? { pod } : {}), serviceaccount: serviceAccount },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
    };
    return {
      token: signToken(this.#key, payload),
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
    return publicKeySet(this.#key);
  }
}
