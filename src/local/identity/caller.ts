import { type AccessKeyRecord, nameKey, type SessionRecord, type State } from '../state.ts';

/** Who made a request, once the signature or the registry token has been verified. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated';
  readonly accountId: string;
  /** ARN as AWS prints it in `GetCallerIdentity` and in denials. */
  readonly arn: string;
  readonly userId: string;
  /** Name of the user or role; absent for root and federated users. */
  readonly name?: string;
  /**
   * Unique id of the user or role: a caller whose user or role was replaced by one of the same name has no
   * permissions.
   */
  readonly principalId?: string;
  readonly accessKeyId: string;
  /** Present for temporary credentials. */
  readonly session?: SessionRecord;
}

/** The root user of an account. */
export function rootOf(accountId: string, accessKeyId = accountId): Caller {
  return {
    kind: 'root',
    accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
    accessKeyId,
  };
}

/** The caller of temporary credentials, whose role or user is known to exist. */
export function callerOfSession(session: SessionRecord): Caller {
  const { kind, accountId, arn, userId, accessKeyId, principalName, principalId } = session;
  return {
    kind,
    accountId,
    arn,
    userId,
    accessKeyId,
    session,
    ...(principalName === undefined ? {} : { name: principalName }),
    ...(principalId === undefined ? {} : { principalId }),
  };
}

/** Whether the role or user of a session has been deleted, or replaced by one of the same name. */
export function isOrphaned(
  state: State,
  { kind, accountId, principalName, principalId }: SessionRecord,
): boolean {
  if (principalName === undefined) return false;
  const principals = kind === 'role' ? state.roles : state.users;
  return principals.get(nameKey(accountId, principalName))?.id !== principalId;
}

/**
 * The user that a long-term key belongs to. @returns undefined when the key is inactive or the user has been
 * deleted.
 */
export function callerOfKey(state: State, key: AccessKeyRecord): Caller | undefined {
  const user = state.users.get(nameKey(key.accountId, key.userName));
  if (user === undefined || !key.active) return undefined;
  return {
    kind: 'user',
    accountId: user.accountId,
    arn: user.arn,
    userId: user.id,
    name: user.name,
    principalId: user.id,
    accessKeyId: key.accessKeyId,
  };
}
