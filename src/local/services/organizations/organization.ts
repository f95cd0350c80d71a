import type { Operation } from '../../core/service.ts';
import { pathTo } from '../../organizations/membership.ts';
import {
  accountArn,
  newOrganizationId,
  newRootId,
  organizationArn,
  rootArn,
} from '../../organizations/names.ts';
import { enablePolicyType } from '../../organizations/policy-types.ts';
import type {
  MemberAccountRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../../state.ts';
import { organizationErrors } from './errors.ts';
import {
  forManagement,
  forMembers,
  type Paging,
  pageOf,
  requireOrganization,
} from './operation.ts';
import type { Organization, Outputs, Root } from './outputs.generated.ts';

function render(organization: OrganizationRecord): Organization {
  const { id, featureSet, managementAccountId } = organization;
  return {
    Id: id,
    Arn: organizationArn(organization),
    FeatureSet: featureSet,
    MasterAccountArn: accountArn(organization, { id: managementAccountId }),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: `${managementAccountId}@example.com`,
    AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
  };
}

const create = forMembers<{ readonly FeatureSet?: string }, Outputs['CreateOrganization']>(
  'CreateOrganization',
  ({ FeatureSet = 'ALL' }, { core, caller, now }) => {
    const { state } = core;
    const { accountId } = caller;
    if (state.memberAccounts.get(accountId) !== undefined) throw organizationErrors.alreadyIn();
    const organization: OrganizationRecord = {
      id: newOrganizationId(),
      managementAccountId: accountId,
      featureSet: FeatureSet,
      rootId: newRootId(),
      enabledPolicyTypes: [],
    };
    const member: MemberAccountRecord = {
      organizationId: organization.id,
      id: accountId,
      name: 'management',
      email: `${accountId}@example.com`,
      parentId: organization.rootId,
      joinedMethod: 'INVITED',
      joinedAt: now,
      tags: {},
    };
    state.organizations.put(organization.id, organization);
    state.memberAccounts.put(accountId, member);
    return { Organization: render(organization) };
  },
);

const describe = forMembers<object, Outputs['DescribeOrganization']>(
  'DescribeOrganization',
  (_input, call) => ({ Organization: render(requireOrganization(call)) }),
);

const remove = forManagement<object, Outputs['DeleteOrganization']>(
  'DeleteOrganization',
  (_input, { id, managementAccountId }, { core }) => {
    const { memberAccounts, organizations, organizationalUnits, organizationPolicies } = core.state;
    const members = memberAccounts
      .list()
      .filter(
        ({ document }) => document.organizationId === id && document.id !== managementAccountId,
      );
    if (members.length > 0) throw organizationErrors.notEmpty();
    for (const { key, document } of organizationalUnits.list()) {
      if (document.organizationId === id) organizationalUnits.delete(key);
    }
    for (const { key } of organizationPolicies.list({ prefix: `${id}/` })) {
      organizationPolicies.delete(key);
    }
    memberAccounts.delete(managementAccountId);
    organizations.delete(id);
    return {};
  },
);

function renderRoot(organization: OrganizationRecord): Root {
  return {
    Id: organization.rootId,
    Arn: rootArn(organization),
    Name: 'Root',
    PolicyTypes: organization.enabledPolicyTypes.map((Type) => ({ Type, Status: 'ENABLED' })),
  };
}

const listRoots = forManagement<Paging, Outputs['ListRoots']>(
  'ListRoots',
  (input, organization) => {
    const { items, NextToken } = pageOf([organization], input);
    return { Roots: items.map(renderRoot), NextToken };
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
    if (RootId !== organization.rootId) throw organizationErrors.noRoot();
    if (!policyTypes.includes(PolicyType)) {
      throw organizationErrors.invalid(`The local AWS has no policies of the type ${PolicyType}.`);
    }
    if (organization.enabledPolicyTypes.includes(PolicyType))
      throw organizationErrors.typeEnabled();
    return { Root: renderRoot(enablePolicyType(core.state, organization, PolicyType)) };
  },
);

/** Detaches the type's policies from everything. */
const disableType = forManagement<TypeOfRoot, Outputs['DisablePolicyType']>(
  'DisablePolicyType',
  ({ RootId, PolicyType }, organization, { core }) => {
    if (RootId !== organization.rootId) throw organizationErrors.noRoot();
    if (!organization.enabledPolicyTypes.includes(PolicyType)) {
      throw organizationErrors.typeNotEnabled();
    }
    const { organizationPolicies, organizations } = core.state;
    for (const { key, document } of organizationPolicies.list({ prefix: `${organization.id}/` })) {
      if (document.type === PolicyType) organizationPolicies.put(key, { ...document, targets: [] });
    }
    const changed: OrganizationRecord = {
      ...organization,
      enabledPolicyTypes: organization.enabledPolicyTypes.filter((type) => type !== PolicyType),
    };
    organizations.put(changed.id, changed);
    return { Root: renderRoot(changed) };
  },
);

const listParents = forManagement<Paging & { readonly ChildId: string }, Outputs['ListParents']>(
  'ListParents',
  ({ ChildId }, organization, { core }) => {
    const { state } = core;
    const child = state.memberAccounts.get(ChildId) ?? state.organizationalUnits.get(ChildId);
    if (child === undefined || child.organizationId !== organization.id) {
      throw organizationErrors.noChild();
    }
    const Type = child.parentId.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return { Parents: [{ Id: child.parentId, Type }], NextToken: undefined };
  },
);

export function renderPath(
  call: Parameters<typeof requireOrganization>[0],
  member: MemberAccountRecord,
): string {
  return `${[member.organizationId, ...pathTo(call.core.state, member)].join('/')}/`;
}

export const organizationOperations: Readonly<Record<string, Operation>> = {
  CreateOrganization: create,
  DescribeOrganization: describe,
  DeleteOrganization: remove,
  ListRoots: listRoots,
  ListParents: listParents,
  EnablePolicyType: enableType,
  DisablePolicyType: disableType,
};
