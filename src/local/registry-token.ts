import type { CoreSettings } from './core/call.ts';
import {
  type Caller,
  callerOfKey,
  callerOfSession,
  isOrphaned,
  rootOf,
} from './identity/caller.ts';
import { seal, unseal } from './seal.ts';
import type { State } from './state.ts';

/**
 * What a registry token says: who asked for it, where and when. It carries no permission: each request
 * made with it is decided by the caller's policies of that moment (ECR User Guide, "Registry
 * authentication").
 */
interface Claim {
  readonly accessKeyId: string;
  readonly accountId: string;
  readonly region: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Tokens last 12 hours (ECR API reference, GetAuthorizationToken). */
export const tokenLifetime = 12 * 3_600_000;

export interface RegistryToken {
  /** Password that goes with the user name `AWS`. */
  readonly password: string;
  readonly expiresAt: number;
}

export function issueToken(
  key: Buffer,
  caller: Caller,
  region: string,
  now: number,
): RegistryToken {
  const { accessKeyId, accountId } = caller;
  const claim: Claim = {
    accessKeyId,
    accountId,
    region,
    issuedAt: now,
    expiresAt: now + tokenLifetime,
  };
  return { password: seal(key, 'registry-token', claim), expiresAt: claim.expiresAt };
}

export type TokenCheck =
  | { readonly status: 'accepted'; readonly caller: Caller; readonly region: string }
  /** No password, another user than `AWS`, or a key that has been deleted or switched off since. */
  | { readonly status: 'refused' }
  /** A password that is no token of this registry's. */
  | { readonly status: 'malformed' }
  | { readonly status: 'expired' };

/** A header whose token was found to be ours; that stays true, whatever else changes. */
interface KnownToken {
  readonly key: Buffer;
  readonly claim: Claim;
  /** Whom it spoke for when that was last looked up, and at which version of the state. */
  caller: Caller | undefined;
  version: number;
}

const known = new Map<string, KnownToken>();
const maxKnown = 5_000;

/**
 * Finds out who a request to the registry speaks for, as of now.
 * @param authorization its `Authorization` header: `Basic`, of the user name `AWS` and a token.
 */
export function checkToken(
  state: State,
  { sealingKey: key, iam }: Pick<CoreSettings, 'sealingKey' | 'iam'>,
  authorization: string,
  now: number,
): TokenCheck {
  const token = tokenOf(key, authorization);
  if (token === undefined) return { status: passwordOf(authorization) ? 'malformed' : 'refused' };
  if (token.claim.expiresAt <= now) return { status: 'expired' };
  const { version } = state.metadata;
  if (token.version !== version) {
    token.caller = callerOf(state, iam, token.claim);
    token.version = version;
  }
  return token.caller === undefined
    ? { status: 'refused' }
    : { status: 'accepted', caller: token.caller, region: token.claim.region };
}

function tokenOf(key: Buffer, authorization: string): KnownToken | undefined {
  const found = known.get(authorization);
  if (found?.key === key) return found;
  const password = passwordOf(authorization);
  const claim = password && unseal<Claim>(key, 'registry-token', password);
  if (!claim) return undefined;
  if (known.size >= maxKnown) known.clear();
  const made = { key, claim, caller: undefined, version: -1 };
  known.set(authorization, made);
  return made;
}

function passwordOf(authorization: string): string | undefined {
  const [scheme = '', encoded = ''] = authorization.split(' ', 2);
  const [user, ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  return scheme.toLowerCase() === 'basic' && user === 'AWS' ? password.join(':') : undefined;
}

/**
 * A session that has run out does not end the token it fetched; a session, key, user or role that was taken away does.
 * With policies off, every key is root of its account, as it was when the token was fetched.
 */
function callerOf(
  state: State,
  iam: 'enforce' | 'off',
  { accessKeyId, accountId }: Claim,
): Caller | undefined {
  if (iam === 'off') return rootOf(accountId, accessKeyId);
  const session = state.sessions.get(accessKeyId);
  if (session !== undefined) {
    return isOrphaned(state, session) ? undefined : callerOfSession(session);
  }
  const key = state.accessKeys.get(accessKeyId);
  if (key !== undefined) return callerOfKey(state, key);
  return accessKeyId.startsWith('A') ? undefined : rootOf(accountId, accessKeyId);
}
