import { cacheRoleName, cacheService } from '../../ecr/upstreams.ts';
import { evaluateTrust } from '../../iam/index.ts';
import type { Core, Gate, Settings } from '../core/call.ts';
import { type Caller, callerOfSession } from '../identity/caller.ts';
import { serviceLinkedRole } from '../services/iam/service-linked-roles.ts';
import { roleByArn } from '../services/sts/assume-role.ts';
import { issueSession, roleSessionOwner } from '../services/sts/sessions.ts';
import { nameKey, type RoleRecord, type SessionRecord } from '../state.ts';
import { ecrErrors } from './errors.ts';

/** The service principals of ECR that assume roles. */
export type EcrService = typeof cacheService | 'ecr.amazonaws.com';

const sessionSeconds = 3_600;
/** A session is renewed when it is valid for less than this. */
const renewBefore = 5 * 60_000;

/** Sessions of roles that ECR assumed, by role; the trust policy is evaluated again each time. */
const sessions = new WeakMap<Core, Map<string, SessionRecord>>();

/**
 * Assumes a role as a service principal of ECR does on behalf of a registry.
 * @param registryId account of the registry; the role must belong to it.
 * @returns the caller that ECR then is.
 * @throws AwsError `AccessDeniedException` when there is no such role or its trust policy does not trust the
 * service.
 */
export function assumeRoleAs(
  core: Core,
  service: EcrService,
  registryId: string,
  roleArn: string,
): Caller {
  const role = roleByArn(core, roleArn);
  if (role?.accountId !== registryId || !isTrusted(core, service, role)) {
    throw ecrErrors.notAuthorized(
      `${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }
  return sessionOf(core, role, service);
}

/**
 * The caller that ECR's pull through cache is in an account whose rule names no role.
 * @throws AwsError `AccessDeniedException` where the account's service-linked role is gone.
 */
export function pullThroughCacheRole(core: Core, registryId: string): Caller {
  const role = core.state.roles.get(nameKey(registryId, cacheRoleName));
  if (role !== undefined) return sessionOf(core, role, cacheService);
  throw ecrErrors.notAuthorized(
    `The service-linked role ${cacheRoleName} does not exist in account ${registryId}`,
  );
}

/**
 * Makes that role with an account's first rule. Source: ECR User Guide, "Amazon ECR service-linked role for pull through
 * cache".
 */
export function makePullThroughCacheRole(core: Core, registryId: string): void {
  serviceLinkedRole(core, registryId, {
    name: cacheRoleName,
    service: cacheService,
    policy: 'AWSECRPullThroughCache_ServiceRolePolicy',
  });
}

function isTrusted(
  { authorizer, settings }: Gate & Settings,
  service: EcrService,
  role: RoleRecord,
): boolean {
  if (settings.iam === 'off') return true;
  const decision = evaluateTrust(
    {
      principal: { type: 'Service', value: service },
      action: 'sts:AssumeRole',
      roleArn: role.arn,
      context: { 'aws:SourceAccount': role.accountId },
    },
    authorizer.compile(role.trust, 'trust'),
  );
  return decision.decision === 'allowed';
}

function sessionOf(core: Core, role: RoleRecord, service: EcrService): Caller {
  const known = sessions.get(core) ?? new Map<string, SessionRecord>();
  sessions.set(core, known);
  const key = `${service} ${nameKey(role.accountId, role.name)} ${role.id}`;
  const before = known.get(key);
  const stillHolds =
    before !== undefined &&
    before.expiresAt - core.clock.now() > renewBefore &&
    core.state.sessions.get(before.accessKeyId) !== undefined;
  if (stillHolds) return callerOfSession(before);
  const owner = roleSessionOwner(role, service.split('.')[0] ?? '');
  const { session } = issueSession(core, owner, sessionSeconds);
  known.set(key, session);
  return callerOfSession(session);
}
