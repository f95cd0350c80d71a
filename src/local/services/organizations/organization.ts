import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { type Membership, membershipOf } from '../../organizations.ts';
import type { OrganizationRecord } from '../../state.ts';
import { organizationErrors } from './errors.ts';

/** The organization of the caller's account. @throws AwsError `AWSOrganizationsNotInUseException`. */
export function ownMembership({ core, caller }: Call): Membership {
  const found = membershipOf(core.state, caller.accountId);
  if (found === undefined) throw organizationErrors.notInUse();
  return found;
}

/**
 * The same for what the management account alone may see (Organizations User Guide, "Delegated administrator"; nobody is
 * one here).
 * @throws AwsError `AccessDeniedException`.
 */
export function managed(call: Call): OrganizationRecord {
  const { organization } = ownMembership(call);
  if (organization.managementAccount !== call.caller.accountId) throw organizationErrors.denied();
  return organization;
}

/** The permission for an operation, on one thing of the organization or on any. */
export const forOrganization =
  (action: string) =>
  (_input: object, { caller }: Call): readonly Permission[] => [
    { action: `organizations:${action}`, resource: '*', accountId: caller.accountId },
  ];

export function arnIn(
  { id, managementAccount }: OrganizationRecord,
  type: string,
  ...rest: readonly string[]
): string {
  return `arn:aws:organizations::${managementAccount}:${[type, id, ...rest].join('/')}`;
}
