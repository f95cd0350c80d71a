import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { PrincipalRecord } from '../../state.ts';
import { noSuchEntity } from './errors.ts';
import { managedPolicies } from './managed-policies.ts';
import type { Outputs } from './outputs.generated.ts';
import { type OnPolicy, onPolicy, requirePolicyArn } from './policy-arns.ts';

interface EntitiesAsked extends OnPolicy {
  readonly EntityFilter?: string;
  readonly PathPrefix?: string;
  readonly PolicyUsageFilter?: string;
}

/** Users and roles of the caller's account that a policy is attached to. */
export function holders(call: Call, arn: string): PrincipalRecord[] {
  return principals(call).filter(({ attached }) => attached.includes(arn));
}

/** Those that it is the boundary of. */
export function bounded(call: Call, arn: string): PrincipalRecord[] {
  return principals(call).filter(({ boundary }) => boundary === arn);
}

function principals(call: Call): PrincipalRecord[] {
  const { users, roles } = call.core.state;
  const prefix = `${call.caller.accountId}/`;
  return [...users.list({ prefix }), ...roles.list({ prefix })].map(({ document }) => document);
}

/** Filters that are kinds of policies leave all kinds of entities (recorded for `LocalManagedPolicy`). */
const kinds = new Set(['User', 'Role', 'Group']);

export const policyEntityOperations: Record<string, Operation> = {
  ListEntitiesForPolicy: operation<EntitiesAsked, Outputs['ListEntitiesForPolicy']>({
    permissions: onPolicy('ListEntitiesForPolicy'),
    run({ PolicyArn, EntityFilter = '', PathPrefix = '/', PolicyUsageFilter }, call) {
      requirePolicyArn(PolicyArn);
      const own = call.core.state.policies.get(PolicyArn)?.accountId === call.caller.accountId;
      if (!own && !managedPolicies.has(PolicyArn)) {
        throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      }
      const used = [
        ...(PolicyUsageFilter === 'PermissionsBoundary' ? [] : holders(call, PolicyArn)),
        ...(PolicyUsageFilter === 'PermissionsPolicy' ? [] : bounded(call, PolicyArn)),
      ];
      const of = (kind: string, idPrefix: string) =>
        [...new Set(used)].filter(
          ({ id, path }) =>
            (!kinds.has(EntityFilter) || EntityFilter === kind) &&
            id.startsWith(idPrefix) &&
            path.startsWith(PathPrefix),
        );
      return {
        PolicyGroups: [],
        PolicyUsers: of('User', 'AIDA').map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: of('Role', 'AROA').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        IsTruncated: false,
        Marker: undefined,
      };
    },
  }),
};
