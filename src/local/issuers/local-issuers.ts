import type { JSONWebKeySet } from 'jose';
import { newSigningKey, publicKeySet, signToken } from '../../jwt/signing-key.ts';
import { isPossibleTime, possibleTimes } from '../clock-range.ts';
import type { Core, Gate } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import type { LocalIssuerRecord, State } from '../state.ts';
import { githubTokenClaims } from './github-token-claims.ts';

/** How long tokens are valid by default, in milliseconds: as long as GitHub's. */
const usualLifetime = 5 * 60_000;
/** The default audience of tokens. */
const usualAudience = 'sts.amazonaws.com';
/** The claims that the issuer itself sets, and the option to use instead. */
const ownClaims: Readonly<Record<string, string>> = {
  iss: 'give "issuer"',
  iat: 'move the clock',
  nbf: 'move the clock',
  exp: 'give "expiresIn"',
};

export interface IdentityToken {
  readonly token: string;
  readonly issuer: string;
  readonly claims: object;
  readonly expiresAt: string;
}

export interface WantedToken {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly expiresIn?: number | undefined;
}

/**
 * Issues a token of an identity provider that cannot, or should not, be reached from here: from then on the
 * local AWS emulates that issuer with its own key, and accepts no others of it.
 * @throws LocalError for an issuer or claims that no token can have.
 */
export async function issueIdentityToken(core: Core, wanted: WantedToken): Promise<IdentityToken> {
  const { issuer, claims, expiresIn = usualLifetime } = wanted;
  requireIssuer(core, issuer);
  const own = Object.keys(claims).find((name) => Object.hasOwn(ownClaims, name));
  if (own !== undefined)
    throw refused(`the claim "${own}" is set by the issuer: ${ownClaims[own]}`);
  const now = Math.floor(core.clock.now() / 1000);
  const exp = now + Math.floor(expiresIn / 1000);
  if (!isPossibleTime(exp * 1000)) throw refused(`"expiresIn" must end ${possibleTimes}`);
  const sub = typeof claims.sub === 'string' ? claims.sub : undefined;
  const all = {
    ...githubTokenClaims(issuer, sub),
    aud: usualAudience,
    ...claims,
    iss: issuer,
    iat: now,
    nbf: now,
    exp,
  };
  const { sub: subject } = all as Readonly<Record<string, unknown>>;
  if (typeof subject !== 'string' || subject === '') {
    throw refused('the claim "sub" (the subject of the token) is required');
  }
  const { key } = await registered(core, issuer);
  const token = signToken(key, all);
  return { token, issuer, claims: all, expiresAt: new Date(exp * 1000).toISOString() };
}

/** The issuers that the local AWS emulates. */
export function localIssuers({ issuers }: State): string[] {
  return issuers.list().map(({ key }) => key);
}

/** Stops emulating an issuer: the keys that it publishes are used again. */
export function forgetIssuer({ issuers }: State, issuer: string): void {
  if (issuers.get(issuer) === undefined) {
    throw refused(`the local AWS does not emulate ${issuer}`);
  }
  issuers.delete(issuer);
}

/** The public keys of an issuer that the local AWS emulates. */
export function localKeysOf({ issuers }: State, issuer: string): JSONWebKeySet | undefined {
  const known = issuers.get(issuer);
  return known && (publicKeySet(known.key) as JSONWebKeySet);
}

async function registered(
  { state: { issuers }, clock }: Core,
  issuer: string,
): Promise<LocalIssuerRecord> {
  const known = issuers.get(issuer);
  if (known !== undefined) return known;
  const made: LocalIssuerRecord = { key: await newSigningKey(), createdAt: clock.now() };
  // A concurrent request that came first has already issued a token with its key.
  const first = issuers.get(issuer) ?? made;
  issuers.put(issuer, first);
  return first;
}

/** An issuer is a URL that IAM would accept for a provider, character by character as in `iss`. */
function requireIssuer({ issuers }: Gate, issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isLoopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  if (!isSafe || /[?#]/.test(issuer) || url.username !== '' || issuer.length > 255) {
    throw refused(
      `"issuer" must be a URL without user, query and fragment, such as https://token.actions.githubusercontent.com`,
    );
  }
  if (issuers.isOwn(issuer)) {
    throw refused(`${issuer} is the issuer of an emulated cluster: use kubectl create token`);
  }
}

function refused(message: string): LocalError {
  return new LocalError('BAD_REQUEST', message);
}
