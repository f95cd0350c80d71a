import { type Operation, operation } from '../../core/service.ts';
import type { OrganizationRecord } from '../../state.ts';
import { organizationErrors } from './errors.ts';
import { arnIn, forOrganization, managed, ownMembership } from './organization.ts';
import type { Organization, Outputs, Root } from './outputs.generated.ts';

export const structureOperations: Record<string, Operation> = {
  DescribeOrganization: operation<object, Outputs['DescribeOrganization']>({
    permissions: forOrganization('DescribeOrganization'),
    run(_input, call) {
      const { organization } = ownMembership(call);
      return { Organization: renderOrganization(organization) };
    },
  }),
  ListRoots: operation<object, Outputs['ListRoots']>({
    permissions: forOrganization('ListRoots'),
    run(_input, call) {
      const organization = managed(call);
      return {
        Roots: [renderRoot(organization)],
        NextToken: undefined,
      };
    },
  }),
  ListParents: operation<{ readonly ChildId: string }, Outputs['ListParents']>({
    permissions: forOrganization('ListParents'),
    run({ ChildId }, call) {
      const organization = managed(call);
      const child = call.core.state.organizationMembers.get(ChildId);
      if (child === undefined || child.organization !== organization.id) {
        throw organizationErrors.childNotFound(ChildId);
      }
      const Type = child.parent === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
      return { Parents: [{ Id: child.parent, Type }], NextToken: undefined };
    },
  }),
};

export function renderOrganization(organization: OrganizationRecord): Organization {
  const { id, managementAccount } = organization;
  return {
    Id: id,
    Arn: arnIn(organization, 'organization'),
    FeatureSet: 'ALL',
    MasterAccountId: managementAccount,
    MasterAccountArn: arnIn(organization, 'account', managementAccount),
    MasterAccountEmail: `root@${managementAccount}.example`,
    AvailablePolicyTypes: typesOf(organization),
  };
}

export function renderRoot(organization: OrganizationRecord): Root {
  return {
    Id: organization.rootId,
    Arn: arnIn(organization, 'root', organization.rootId),
    Name: 'Root',
    PolicyTypes: typesOf(organization),
  };
}

function typesOf({ policyTypes }: OrganizationRecord) {
  return policyTypes.map((Type) => ({ Type, Status: 'ENABLED' }));
}
