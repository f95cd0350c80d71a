import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Call, Gate } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';

/** The claims that STS requires in every token (STS API reference, AssumeRoleWithWebIdentity; RFC 7519, 4.1). */
export interface Claims extends JWTPayload {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | string[];
  readonly exp: number;
  readonly iat: number;
}

/** Parses a token's claims, whoever signed it. @throws AwsError `InvalidIdentityToken`. */
export function readClaims(token: string): Claims {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  const missing = (['iss', 'sub', 'aud', 'exp', 'iat'] as const).find(
    (name) => claims[name] === undefined || claims[name] === null,
  );
  if (missing !== undefined) throw invalidToken(`Missing a required claim: ${missing}`);
  if (!hasForms(claims)) throw invalidToken('The ID Token provided has a claim of a wrong type');
  return claims;
}

function hasForms(claims: JWTPayload): claims is Claims {
  const { iss, sub, aud, exp, iat } = claims;
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const areTexts = Array.isArray(aud) ? aud.length > 0 && aud.every(isText) : isText(aud);
  const areTimes = [exp, iat].every((time) => Number.isFinite(time));
  return isText(iss) && isText(sub) && areTexts && areTimes;
}

/**
 * Signature algorithms that STS accepts. Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity
 * provider".
 */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
/** How far an issuer's clock may be ahead, in seconds. */
const skew = 300;

/**
 * Checks a token's signature with its issuer's keys, and its times by the movable clock.
 * @throws AwsError `InvalidIdentityToken`, `ExpiredTokenException`, `IDPCommunicationError`.
 */
export async function verifyToken(
  { core, now }: Call,
  token: string,
  claims: Claims,
): Promise<void> {
  try {
    await verifyWith(await keysOf(core, claims.iss, false), token, now);
  } catch (error) {
    // The issuer may have a new key since its keys were fetched.
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw told(error, claims, now);
    try {
      await verifyWith(await keysOf(core, claims.iss, true), token, now);
    } catch (again) {
      throw told(again, claims, now);
    }
  }
  if (claims.iat > now / 1000 + skew) {
    throw invalidToken('The ID Token provided was issued in the future');
  }
}

async function verifyWith(keys: JSONWebKeySet, token: string, now: number): Promise<void> {
  await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date(now), algorithms });
}

async function keysOf(core: Gate, issuer: string, anew: boolean): Promise<JSONWebKeySet> {
  try {
    return await core.issuers.keysOf(issuer, anew);
  } catch {
    throw new AwsError(
      'IDPCommunicationError',
      `Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements`,
    );
  }
}

function told(error: unknown, { exp }: Claims, now: number): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof errors.JWTExpired) {
    return new AwsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(now / 1000)} must be before the expiration date/time ${exp}`,
    );
  }
  return invalidToken('The web identity token provided could not be validated');
}

export function invalidToken(message: string): AwsError {
  return new AwsError('InvalidIdentityToken', message);
}
