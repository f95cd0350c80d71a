import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { accountArn, newUnitId, unitArn } from '../../organizations/names.ts';
import { attachFullAccess, detachAll } from '../../organizations/policy-types.ts';
import type {
  MemberAccountRecord,
  OrganizationalUnitRecord,
  OrganizationRecord,
} from '../../state.ts';
import { organizationErrors } from './errors.ts';
import { forManagement, type Paging, pageOf } from './operation.ts';
import { renderPath } from './organization.ts';
import type { Account, OrganizationalUnit, Outputs } from './outputs.generated.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export function tagRecord(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function renderUnit(
  organization: OrganizationRecord,
  unit: OrganizationalUnitRecord,
): OrganizationalUnit {
  return { Id: unit.id, Arn: unitArn(organization, unit), Name: unit.name };
}

function renderAccount(
  call: Call,
  organization: OrganizationRecord,
  member: MemberAccountRecord,
): Account {
  return {
    Id: member.id,
    Arn: accountArn(organization, member),
    Email: member.email,
    Name: member.name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    Paths: [renderPath(call, member)],
    JoinedMethod: member.joinedMethod,
    JoinedTimestamp: new Date(member.joinedAt),
  };
}

function unitsOf({ core }: Call, { id }: OrganizationRecord): OrganizationalUnitRecord[] {
  return core.state.organizationalUnits
    .list()
    .map(({ document }) => document)
    .filter(({ organizationId }) => organizationId === id);
}

function membersOf({ core }: Call, { id }: OrganizationRecord): MemberAccountRecord[] {
  return core.state.memberAccounts
    .list()
    .map(({ document }) => document)
    .filter(({ organizationId }) => organizationId === id);
}

/** Whether an id is the root's or a unit's. */
function isParent(call: Call, organization: OrganizationRecord, id: string): boolean {
  return id === organization.rootId || unitsOf(call, organization).some((unit) => unit.id === id);
}

function requireUnit(
  call: Call,
  organization: OrganizationRecord,
  id: string,
): OrganizationalUnitRecord {
  const unit = unitsOf(call, organization).find((one) => one.id === id);
  if (unit === undefined) throw organizationErrors.noUnit();
  return unit;
}

function requireNameFree(
  call: Call,
  organization: OrganizationRecord,
  { parentId, name }: Pick<OrganizationalUnitRecord, 'parentId' | 'name'>,
): void {
  const isTaken = unitsOf(call, organization).some(
    (unit) => unit.parentId === parentId && unit.name === name,
  );
  if (isTaken) throw organizationErrors.duplicateUnit();
}

interface CreateUnit {
  readonly ParentId: string;
  readonly Name: string;
  readonly Tags?: readonly Tag[];
}

const createUnit = forManagement<CreateUnit, Outputs['CreateOrganizationalUnit']>(
  'CreateOrganizationalUnit',
  ({ ParentId, Name, Tags }, organization, call) => {
    if (!isParent(call, organization, ParentId)) throw organizationErrors.noParent();
    requireNameFree(call, organization, { parentId: ParentId, name: Name });
    const unit: OrganizationalUnitRecord = {
      organizationId: organization.id,
      id: newUnitId(organization.rootId),
      name: Name,
      parentId: ParentId,
      tags: tagRecord(Tags),
    };
    call.core.state.organizationalUnits.put(unit.id, unit);
    attachFullAccess(call.core.state, organization, unit.id);
    return { OrganizationalUnit: renderUnit(organization, unit) };
  },
);

interface OneUnit {
  readonly OrganizationalUnitId: string;
}

const describeUnit = forManagement<OneUnit, Outputs['DescribeOrganizationalUnit']>(
  'DescribeOrganizationalUnit',
  ({ OrganizationalUnitId }, organization, call) => ({
    OrganizationalUnit: renderUnit(
      organization,
      requireUnit(call, organization, OrganizationalUnitId),
    ),
  }),
);

const updateUnit = forManagement<
  OneUnit & { readonly Name?: string },
  Outputs['UpdateOrganizationalUnit']
>('UpdateOrganizationalUnit', ({ OrganizationalUnitId, Name }, organization, call) => {
  const unit = requireUnit(call, organization, OrganizationalUnitId);
  const changed = { ...unit, name: Name ?? unit.name };
  if (changed.name !== unit.name) requireNameFree(call, organization, changed);
  call.core.state.organizationalUnits.put(unit.id, changed);
  return { OrganizationalUnit: renderUnit(organization, changed) };
});

const deleteUnit = forManagement<OneUnit, Outputs['DeleteOrganizationalUnit']>(
  'DeleteOrganizationalUnit',
  ({ OrganizationalUnitId }, organization, call) => {
    const unit = requireUnit(call, organization, OrganizationalUnitId);
    const below = [...unitsOf(call, organization), ...membersOf(call, organization)];
    if (below.some(({ parentId }) => parentId === unit.id)) throw organizationErrors.unitNotEmpty();
    detachAll(call.core.state, organization.id, unit.id);
    call.core.state.organizationalUnits.delete(unit.id);
    return {};
  },
);

interface OfParent extends Paging {
  readonly ParentId: string;
}

function requireParent(call: Call, organization: OrganizationRecord, id: string): void {
  if (!isParent(call, organization, id)) throw organizationErrors.noParent();
}

const listUnits = forManagement<OfParent, Outputs['ListOrganizationalUnitsForParent']>(
  'ListOrganizationalUnitsForParent',
  (input, organization, call) => {
    requireParent(call, organization, input.ParentId);
    const below = unitsOf(call, organization).filter(({ parentId }) => parentId === input.ParentId);
    const { items, NextToken } = pageOf(below, input);
    return { OrganizationalUnits: items.map((unit) => renderUnit(organization, unit)), NextToken };
  },
);

const listAccounts = forManagement<Paging, Outputs['ListAccounts']>(
  'ListAccounts',
  (input, organization, call) => {
    const { items, NextToken } = pageOf(membersOf(call, organization), input);
    return { Accounts: items.map((one) => renderAccount(call, organization, one)), NextToken };
  },
);

const listAccountsForParent = forManagement<OfParent, Outputs['ListAccountsForParent']>(
  'ListAccountsForParent',
  (input, organization, call) => {
    requireParent(call, organization, input.ParentId);
    const below = membersOf(call, organization).filter(
      ({ parentId }) => parentId === input.ParentId,
    );
    const { items, NextToken } = pageOf(below, input);
    return { Accounts: items.map((one) => renderAccount(call, organization, one)), NextToken };
  },
);

const listChildren = forManagement<
  OfParent & { readonly ChildType: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT' },
  Outputs['ListChildren']
>('ListChildren', (input, organization, call) => {
  requireParent(call, organization, input.ParentId);
  const all =
    input.ChildType === 'ACCOUNT' ? membersOf(call, organization) : unitsOf(call, organization);
  const below = all.filter(({ parentId }) => parentId === input.ParentId);
  const { items, NextToken } = pageOf(below, input);
  return { Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), NextToken };
});

const describeAccount = forManagement<{ readonly AccountId: string }, Outputs['DescribeAccount']>(
  'DescribeAccount',
  ({ AccountId }, organization, call) => {
    const member = membersOf(call, organization).find(({ id }) => id === AccountId);
    if (member === undefined) throw organizationErrors.noAccount();
    return { Account: renderAccount(call, organization, member) };
  },
);

const moveAccount = forManagement<
  {
    readonly AccountId: string;
    readonly SourceParentId: string;
    readonly DestinationParentId: string;
  },
  Outputs['MoveAccount']
>('MoveAccount', ({ AccountId, SourceParentId, DestinationParentId }, organization, call) => {
  const member = membersOf(call, organization).find(({ id }) => id === AccountId);
  if (member === undefined) throw organizationErrors.noAccount();
  if (member.parentId !== SourceParentId) throw organizationErrors.noSource();
  if (!isParent(call, organization, DestinationParentId)) throw organizationErrors.noDestination();
  call.core.state.memberAccounts.put(AccountId, { ...member, parentId: DestinationParentId });
  return {};
});

export const accountOperations: Readonly<Record<string, Operation>> = {
  CreateOrganizationalUnit: createUnit,
  DescribeOrganizationalUnit: describeUnit,
  UpdateOrganizationalUnit: updateUnit,
  DeleteOrganizationalUnit: deleteUnit,
  ListOrganizationalUnitsForParent: listUnits,
  ListAccounts: listAccounts,
  ListAccountsForParent: listAccountsForParent,
  ListChildren: listChildren,
  DescribeAccount: describeAccount,
  MoveAccount: moveAccount,
};
