import type { SessionRecord } from '../state.ts';

/** Who made a request, once the signature or the registry token has been verified. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated';
  readonly accountId: string;
  /** ARN as AWS prints it in `GetCallerIdentity` and in denials. */
  readonly arn: string;
  readonly userId: string;
  /** Name of the user or role; absent for root and federated users. */
  readonly name?: string;
  /** Unique id of the user or role: if a namesake took its place, the caller has lost its powers. */
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

/** The caller behind temporary credentials. */
export function callerOfSession(session: SessionRecord): Caller {
  return {
    kind: session.kind,
    accountId: session.accountId,
    arn: session.arn,
    userId: session.userId,
    accessKeyId: session.accessKeyId,
    session,
    ...(session.principalName === undefined ? {} : { name: session.principalName }),
    ...(session.principalId === undefined ? {} : { principalId: session.principalId }),
  };
}
