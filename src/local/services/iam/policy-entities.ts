import { type Operation, operation } from '../../core/service.ts';
import { principalsOf } from './account-records.ts';
import { noSuchEntity } from './errors.ts';
import { managedPolicies } from './managed-policies.ts';
import type { Outputs } from './outputs.generated.ts';
import { type OnPolicy, onPolicy, requirePolicyArn } from './policy-arns.ts';

interface EntitiesAsked extends OnPolicy {
  readonly EntityFilter?: string;
  readonly PathPrefix?: string;
  readonly PolicyUsageFilter?: string;
}

/**
 * A filter that is a kind of policy does not restrict the kinds of entities (recorded for
 * `LocalManagedPolicy`).
 */
const kinds = new Set(['User', 'Role', 'Group']);

export const policyEntityOperations: Record<string, Operation> = {
  ListEntitiesForPolicy: operation<EntitiesAsked, Outputs['ListEntitiesForPolicy']>({
    permissions: onPolicy('ListEntitiesForPolicy'),
    async run({ PolicyArn, EntityFilter = '', PathPrefix = '/', PolicyUsageFilter }, call) {
      requirePolicyArn(PolicyArn);
      const own = call.core.state.policies.get(PolicyArn)?.accountId === call.caller.accountId;
      if (!own && !managedPolicies.has(PolicyArn)) {
        throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      }
      const used = (await principalsOf(call)).filter(
        ({ attached, boundary }) =>
          (PolicyUsageFilter !== 'PermissionsBoundary' && attached.includes(PolicyArn)) ||
          (PolicyUsageFilter !== 'PermissionsPolicy' && boundary === PolicyArn),
      );
      const of = (kind: string, idPrefix: string) =>
        used.filter(
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
