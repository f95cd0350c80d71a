import type { TokenAnswer } from '../aws/client/ecr-token.ts';
import { CredentialError } from './errors.ts';

/** A registry's user name and password, and how long they are valid. */
export interface Token {
  readonly username: string;
  readonly password: string;
  /** Milliseconds since the epoch; undefined when ECR did not state it. */
  readonly expiresAt: number | undefined;
  /** Host of the caller's own registry in the requested Region. */
  readonly ownHost?: string | undefined;
  /** The time by AWS's clock when the token was obtained, for comparison with `expiresAt`. */
  readonly obtainedAt: number;
}

/** ECR's tokens are valid for 12 hours (Amazon ECR API Reference, GetAuthorizationToken). In milliseconds. */
const longestLife = 12 * 3_600_000;

/**
 * Parses an answer of ECR.
 * @throws CredentialError `unusableToken`, with upstream's texts; never with the token.
 */
export function readToken(answer: TokenAnswer | undefined): Token {
  if (answer === undefined) throw unusable('authorization data was empty');
  const { authorizationToken, expiresAt, proxyEndpoint, now } = answer;
  if (authorizationToken === undefined || authorizationToken === '') {
    throw unusable('authorization token in response was nil');
  }
  const pair = Buffer.from(authorizationToken, 'base64').toString();
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1) {
    throw unusable('error parsing username and password from authorization token');
  }
  return {
    username: pair.slice(0, colon),
    password: pair.slice(colon + 1),
    // An expiry that is further away than any token's life means that this machine's clock is slow.
    expiresAt: expiresAt === undefined ? undefined : Math.min(expiresAt, now + longestLife),
    obtainedAt: now,
    ownHost: proxyEndpoint?.replace(/^https:\/\//, ''),
  };
}

/**
 * How long a token may be cached: half of the rest of its life, so that it is renewed long before it expires. A
 * token with an unknown or past expiry is not cached at all: without a duration in the answer, the kubelet
 * would keep an expired token for its default of 12 hours.
 * @param now milliseconds since the epoch.
 * @returns whole seconds.
 */
export function cacheSeconds(expiresAt: number | undefined, now: number): number {
  if (expiresAt === undefined || !Number.isFinite(expiresAt)) return 0;
  return Math.max(0, Math.floor(Math.floor((expiresAt - now) / 1000) / 2));
}

function unusable(message: string): CredentialError {
  return new CredentialError('unusableToken', message);
}
