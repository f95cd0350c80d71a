import { ProviderError } from './errors.ts';

/** What ECR's GetAuthorizationToken answers, as far as it matters here. */
export interface AuthorizationData {
  /** Base64 of `username:password`. */
  readonly authorizationToken?: string | undefined;
  readonly expiresAt?: Date | undefined;
}

/**
 * Takes an authorization token apart.
 * @throws ProviderError `unusableToken`, with upstream's texts; never with the token.
 */
export function decodeToken(data: AuthorizationData | undefined): {
  username: string;
  password: string;
} {
  if (data === undefined) throw unusable('authorization data was empty');
  if (data.authorizationToken === undefined || data.authorizationToken === '') {
    throw unusable('authorization token in response was nil');
  }
  const pair = Buffer.from(data.authorizationToken, 'base64').toString();
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1) {
    throw unusable('error parsing username and password from authorization token');
  }
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/**
 * How long the kubelet may keep a token: half of what is left of its life, so that it is renewed long
 * before it ends. Unknown or past ends are not cached at all; left out, the kubelet would keep a dead
 * token for its default of 12 hours.
 * @param now milliseconds since the epoch.
 * @returns whole seconds.
 */
export function cacheSeconds(expiresAt: Date | undefined, now: number): number {
  if (expiresAt === undefined) return 0;
  const left = Math.floor((expiresAt.getTime() - now) / 1000);
  return Number.isFinite(left) ? Math.max(0, Math.floor(left / 2)) : 0;
}

function unusable(message: string): ProviderError {
  return new ProviderError('unusableToken', message);
}
