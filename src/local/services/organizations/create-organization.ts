import { randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import type {
  OrganizationMemberRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../../state.ts';
import { organizationErrors } from './errors.ts';
import { forManagement, forOrganization } from './organization.ts';
import type { Outputs } from './outputs.generated.ts';
import { renderOrganization, renderRoot } from './structure.ts';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Characters as ids of Organizations have them. */
export function randomId(length: number): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
}

const create = operation<object, Outputs['CreateOrganization']>({
  permissions: forOrganization('CreateOrganization'),
  run(_input, { core, caller, now }) {
    const { organizations, organizationMembers } = core.state;
    const { accountId } = caller;
    if (organizationMembers.get(accountId) !== undefined) throw organizationErrors.alreadyIn();
    const organization: OrganizationRecord = {
      id: `o-${randomId(10)}`,
      managementAccount: accountId,
      rootId: `r-${randomId(4)}`,
      policyTypes: [],
      createdAt: now,
    };
    const member: OrganizationMemberRecord = {
      id: accountId,
      kind: 'account',
      organization: organization.id,
      parent: organization.rootId,
      name: 'management',
      joinedAt: now,
    };
    organizations.put(organization.id, organization);
    organizationMembers.put(accountId, member);
    return { Organization: renderOrganization(organization) };
  },
});

const remove = forManagement<object, Outputs['DeleteOrganization']>(
  'DeleteOrganization',
  (_input, { id, managementAccount, rootId }, { core }) => {
    const { organizations, organizationMembers, organizationPolicies, withoutFullAccess } =
      core.state;
    const own = organizationMembers.list().filter(({ document }) => document.organization === id);
    const others = own.filter(
      ({ document }) => document.kind === 'account' && document.id !== managementAccount,
    );
    if (others.length > 0) throw organizationErrors.notEmpty();
    for (const { key } of own) {
      organizationMembers.delete(key);
      withoutFullAccess.delete(key);
    }
    withoutFullAccess.delete(rootId);
    for (const { key, document } of organizationPolicies.list()) {
      if (document.organization === id) organizationPolicies.delete(key);
    }
    organizations.delete(id);
    return {};
  },
);

interface TypeOfRoot {
  readonly RootId: string;
  readonly PolicyType: OrganizationPolicyType;
}

/** The types of policy that are served: those that decide over requests. */
const policyTypes: readonly string[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

const enableType = forManagement<TypeOfRoot, Outputs['EnablePolicyType']>(
  'EnablePolicyType',
  ({ RootId, PolicyType }, organization, { core }) => {
    if (RootId !== organization.rootId) throw organizationErrors.rootNotFound();
    if (!policyTypes.includes(PolicyType)) {
      throw organizationErrors.invalid(`The local AWS has no policies of the type ${PolicyType}.`);
    }
    if (organization.policyTypes.includes(PolicyType)) throw organizationErrors.typeEnabled();
    const enabled = { ...organization, policyTypes: [...organization.policyTypes, PolicyType] };
    core.state.organizations.put(enabled.id, enabled);
    return { Root: renderRoot(enabled) };
  },
);

/** The type's policies are detached from everything. */
const disableType = forManagement<TypeOfRoot, Outputs['DisablePolicyType']>(
  'DisablePolicyType',
  ({ RootId, PolicyType }, organization, { core }) => {
    if (RootId !== organization.rootId) throw organizationErrors.rootNotFound();
    if (!organization.policyTypes.includes(PolicyType)) throw organizationErrors.typeNotEnabled();
    const { organizations, organizationPolicies } = core.state;
    for (const { key, document } of organizationPolicies.list()) {
      if (document.organization !== organization.id || document.type !== PolicyType) continue;
      organizationPolicies.put(key, { ...document, targets: [] });
    }
    const left = {
      ...organization,
      policyTypes: organization.policyTypes.filter((type) => type !== PolicyType),
    };
    organizations.put(left.id, left);
    return { Root: renderRoot(left) };
  },
);

export const createOperations: Readonly<Record<string, Operation>> = {
  CreateOrganization: create,
  DeleteOrganization: remove,
  EnablePolicyType: enableType,
  DisablePolicyType: disableType,
};
