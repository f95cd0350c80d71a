import { evaluateTrust } from '../iam/index.ts';
import { accountOf } from '../names/arn.ts';
import type { Core } from './core/call.ts';
import { issueSession, roleSessionOwner } from './services/sts/sessions.ts';
import {
  type InstanceProfileRecord,
  type InstanceRecord,
  nameKey,
  type RoleRecord,
} from './state.ts';

/** Credentials of an instance hold for six hours (EC2 User Guide, "IAM roles for Amazon EC2"). */
const sessionSeconds = 21_600;
/** New credentials are there at least five minutes before the old ones expire. */
const renewBefore = 30 * 60_000;

/** What gives a role to pods on Fargate, and to hybrid nodes (EKS User Guide). */
const beyondEc2 = [
  'eks-fargate-pods.amazonaws.com',
  'ssm.amazonaws.com',
  'rolesanywhere.amazonaws.com',
];

interface Credentials {
  readonly expiresAt: number;
  readonly role: string;
  readonly body: string;
}

/** Gives a machine the credentials of its role. */
export class MachineCredentials {
  readonly #core: Core;
  #credentials: Credentials | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** The role of a machine: that in its profile, or its own. */
  roleOf(
    { accountId, ownRole }: InstanceRecord,
    profile: InstanceProfileRecord | undefined,
  ): RoleRecord | undefined {
    if (ownRole !== undefined) {
      const name = ownRole.slice(ownRole.lastIndexOf('/') + 1);
      return this.#core.state.roles.get(nameKey(accountOf(ownRole) ?? '', name));
    }
    if (profile?.role === undefined) return undefined;
    return this.#core.state.roles.get(nameKey(accountId, profile.role));
  }

  /** The role's credentials, kept until they are about to expire or the role is another. */
  of(instance: InstanceRecord, role: RoleRecord): string {
    const now = this.#core.clock.now();
    const known = this.#credentials;
    if (known !== undefined && known.role === role.id && known.expiresAt - renewBefore > now) {
      return known.body;
    }
    if (!this.#trustsMachine(role, instance)) {
      return JSON.stringify({
        Code: 'AssumeRoleUnauthorizedAccess',
        Message: `EC2 cannot assume the role ${role.name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.`,
        LastUpdated: new Date(now).toISOString(),
      });
    }
    const owner = roleSessionOwner(role, instance.instanceId);
    const { credentials } = issueSession(this.#core, owner, sessionSeconds);
    const body = JSON.stringify({
      Code: 'Success',
      LastUpdated: new Date(now).toISOString(),
      Type: 'AWS-HMAC',
      AccessKeyId: credentials.AccessKeyId,
      SecretAccessKey: credentials.SecretAccessKey,
      Token: credentials.SessionToken,
      Expiration: credentials.Expiration.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    });
    this.#credentials = { role: role.id, expiresAt: credentials.Expiration.getTime(), body };
    return body;
  }

  /** Whether the service that gives machines of this kind their role may assume it. */
  #trustsMachine(role: RoleRecord, { ownRole }: InstanceRecord): boolean {
    const { authorizer, settings } = this.#core;
    if (settings.iam === 'off') return true;
    const trust = authorizer.compile(role.trust, 'trust');
    const services = ownRole === undefined ? ['ec2.amazonaws.com'] : beyondEc2;
    return services.some((value) => {
      const principal = { type: 'Service', value } as const;
      const request = { principal, action: 'sts:AssumeRole', roleArn: role.arn, context: {} };
      return evaluateTrust(request, trust).decision === 'allowed';
    });
  }
}
