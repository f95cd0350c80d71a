import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../aws/sigv4.ts';
import { accessKeyId } from '../../access-key-ids.ts';
import type { Core } from '../../core/call.ts';
import type { RoleRecord, SessionRecord } from '../../state.ts';

/** Temporary credentials as STS and the instance metadata return them. */
export interface TemporaryCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

export interface Issued {
  readonly session: SessionRecord;
  readonly credentials: TemporaryCredentials;
}

type Owner = Omit<
  SessionRecord,
  'accessKeyId' | 'secretAccessKey' | 'tokenHash' | 'issuedAt' | 'expiresAt'
>;

/** Creates and stores temporary credentials. @param seconds how long they are valid by the movable clock. */
export function issueSession(core: Core, owner: Owner, seconds: number): Issued {
  const now = core.clock.now();
  const sessionToken = randomBytes(256).toString('base64');
  const session: SessionRecord = {
    ...owner,
    accessKeyId: accessKeyId('ASIA', owner.accountId),
    secretAccessKey: randomBytes(30).toString('base64'),
    tokenHash: sha256Hex(sessionToken),
    issuedAt: now,
    expiresAt: now + seconds * 1000,
  };
  core.state.sessions.put(session.accessKeyId, session);
  return {
    session,
    credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(session.expiresAt),
    },
  };
}

/** The identity of a role session: the role, under the session's name. */
export function roleSessionOwner(role: RoleRecord, sessionName: string): Owner {
  return {
    kind: 'role',
    accountId: role.accountId,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    principalName: role.name,
    principalId: role.id,
    sessionName,
    tags: {},
    transitiveTagKeys: [],
  };
}
