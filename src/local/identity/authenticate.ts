import { timingSafeEqual } from 'node:crypto';
import { sha256Hex, signature } from '../../aws/sigv4.ts';
import { clockRefusal } from '../clock-window.ts';
import type { State } from '../state.ts';
import { AuthenticationError } from './authentication-error.ts';
import { type Caller, callerOfKey, callerOfSession, rootOf } from './caller.ts';
import { requireProgram, requireSigned } from './required-headers.ts';
import { type Authorization, type IncomingRequest, parseCompactTime } from './signed-request.ts';

export interface Authenticator {
  readonly state: State;
  /** Account of the access key `test`. */
  readonly defaultAccount: string;
  /** With `off`, a key that was not issued here is root of the default account, with any secret. */
  readonly iam: 'enforce' | 'off';
  /** The machine's own time: clients sign without knowing the movable clock. */
  wallTime(): number;
  /** The movable clock, by which sessions expire. */
  now(): number;
}

/** Who claims to have signed, checked as far as possible without the body. */
export interface Claimant {
  readonly caller: Caller;
  /** Undefined for root keys, which need no secret. */
  readonly secretAccessKey: string | undefined;
}

/**
 * Checks everything of a signature that does not depend on the body: the key, its session, the time, the signed
 * headers. As in other emulators, `test` and 12-digit keys are root and need no particular secret.
 * @throws AuthenticationError when the signature is refused, whatever the body.
 */
export function claimantOf(
  authenticator: Authenticator,
  authorization: Authorization,
  request: IncomingRequest,
): Claimant {
  const root = rootKeyOwner(authenticator, authorization.accessKeyId);
  if (root !== undefined) {
    requireProgram(authorization, request);
    return { caller: rootOf(root, authorization.accessKeyId), secretAccessKey: undefined };
  }
  const key = findKey(authenticator, authorization);
  checkTime(authorization, authenticator.wallTime());
  requireSigned(authorization, request);
  return key;
}

/**
 * Identifies the signer of a request: checks what does not depend on the body, then the signature, then whether
 * the session is still valid.
 * @param payloadHash SHA-256 of the body in hex.
 * @throws AuthenticationError when the signature is refused.
 */
export function authenticate(
  authenticator: Authenticator,
  authorization: Authorization,
  request: IncomingRequest,
  payloadHash: string,
): Caller {
  const { caller, secretAccessKey } = claimantOf(authenticator, authorization, request);
  if (secretAccessKey === undefined) return caller;
  const expected = signature(
    { ...request, payloadHash },
    authorization.signedHeaders,
    authorization.timestamp,
    authorization.scope,
    secretAccessKey,
  );
  if (!sameText(expected, authorization.signature)) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  checkSession(caller, authenticator.now());
  return caller;
}

function rootKeyOwner(
  { defaultAccount, iam, state }: Authenticator,
  accessKeyId: string,
): string | undefined {
  if (accessKeyId === 'test') return defaultAccount;
  if (/^\d{12}$/.test(accessKeyId)) return accessKeyId;
  if (iam === 'enforce') return undefined;
  const isKnown =
    (state.accessKeys.get(accessKeyId) ?? state.sessions.get(accessKeyId)) !== undefined;
  return isKnown ? undefined : defaultAccount;
}

function findKey({ state }: Authenticator, authorization: Authorization): Claimant {
  const { accessKeyId, sessionToken } = authorization;
  const session = state.sessions.get(accessKeyId);
  if (session !== undefined) {
    if (sessionToken !== undefined && sameText(sha256Hex(sessionToken), session.tokenHash)) {
      return { secretAccessKey: session.secretAccessKey, caller: callerOfSession(session) };
    }
    throw unknownKey();
  }
  const key = state.accessKeys.get(accessKeyId);
  const caller = key && callerOfKey(state, key);
  if (key === undefined || caller === undefined || sessionToken !== undefined) throw unknownKey();
  return { secretAccessKey: key.secretAccessKey, caller };
}

function unknownKey(): AuthenticationError {
  return new AuthenticationError(
    'UNKNOWN_KEY',
    'The security token included in the request is invalid.',
  );
}

function checkTime({ timestamp, scope, expiresIn }: Authorization, now: number): void {
  const time = parseCompactTime(timestamp);
  if (Number.isNaN(time)) {
    throw new AuthenticationError(
      'INCOMPLETE',
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (scope.date !== timestamp.slice(0, 8)) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    );
  }
  const refusal = clockRefusal(time, now, expiresIn);
  if (refusal !== undefined) throw new AuthenticationError('SKEWED', refusal);
}

function checkSession({ session }: Caller, now: number): void {
  if (session !== undefined && session.expiresAt <= now) {
    throw new AuthenticationError(
      'EXPIRED',
      'The security token included in the request is expired',
    );
  }
}

/** Compares secrets in constant time. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
