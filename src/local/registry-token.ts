import { type Caller, callerOfSession, rootOf } from './identity/caller.ts';
import { seal, unseal } from './seal.ts';
import { nameKey, type State } from './state.ts';

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
  /** Not a token of ours, or its key has been deleted or switched off since. */
  | { readonly status: 'refused' }
  | { readonly status: 'expired' };

/** Tokens whose seal was found to be ours; that stays true, whatever else changes. */
const sealed = new Map<string, { readonly key: Buffer; readonly claim: Claim }>();
const maxSealed = 5_000;

function claimOf(key: Buffer, password: string): Claim | undefined {
  const known = sealed.get(password);
  if (known?.key.equals(key)) return known.claim;
  const claim = unseal<Claim>(key, 'registry-token', password);
  if (claim === undefined) return undefined;
  if (sealed.size >= maxSealed) sealed.clear();
  sealed.set(password, { key, claim });
  return claim;
}

/** Finds out who a token speaks for, as of now. */
export function checkToken(state: State, key: Buffer, password: string, now: number): TokenCheck {
  const claim = claimOf(key, password);
  if (claim === undefined) return { status: 'refused' };
  if (claim.expiresAt <= now) return { status: 'expired' };
  const caller = callerOf(state, claim);
  return caller === undefined
    ? { status: 'refused' }
    : { status: 'accepted', caller, region: claim.region };
}

/**
 * A session that has run out does not end the token it fetched, a session or key that was taken away
 * does.
 */
function callerOf(state: State, { accessKeyId, accountId }: Claim): Caller | undefined {
  const session = state.sessions.get(accessKeyId);
  if (session !== undefined) return callerOfSession(session);
  const key = state.accessKeys.get(accessKeyId);
  if (key === undefined) {
    return accessKeyId.startsWith('A') ? undefined : rootOf(accountId, accessKeyId);
  }
  const user = state.users.get(nameKey(key.accountId, key.userName));
  if (user === undefined || !key.active) return undefined;
  return {
    kind: 'user',
    accountId: user.accountId,
    arn: user.arn,
    userId: user.id,
    name: user.name,
    principalId: user.id,
    accessKeyId,
  };
}
