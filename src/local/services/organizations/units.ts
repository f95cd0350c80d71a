import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import type { OrganizationMemberRecord, OrganizationRecord } from '../../state.ts';
import { randomId } from './create-organization.ts';
import { organizationErrors } from './errors.ts';
import { arnIn, forManagement, type Paging, pageOf } from './organization.ts';
import type { OrganizationalUnit, Outputs } from './outputs.generated.ts';
import { quotas } from './quotas.ts';

/** The units or the accounts of an organization. */
export function membersOf(
  { core }: Call,
  { id }: OrganizationRecord,
  kind: OrganizationMemberRecord['kind'],
): readonly OrganizationMemberRecord[] {
  return core.state.organizationMembers
    .list()
    .map(({ document }) => document)
    .filter((member) => member.organization === id && member.kind === kind);
}

/** Whether an id is the root's or a unit's. */
export function isParent(call: Call, organization: OrganizationRecord, id: string): boolean {
  const units = membersOf(call, organization, 'unit');
  return id === organization.rootId || units.some((unit) => unit.id === id);
}

export function requireParent(call: Call, organization: OrganizationRecord, id: string): void {
  if (!isParent(call, organization, id)) throw organizationErrors.parentNotFound();
}

function requireUnit(
  call: Call,
  organization: OrganizationRecord,
  id: string,
): OrganizationMemberRecord {
  const unit = membersOf(call, organization, 'unit').find((one) => one.id === id);
  if (unit === undefined) throw organizationErrors.unitNotFound();
  return unit;
}

function requireNameFree(
  call: Call,
  organization: OrganizationRecord,
  parent: string,
  name: string,
): void {
  const isTaken = membersOf(call, organization, 'unit').some(
    (unit) => unit.parent === parent && unit.name === name,
  );
  if (isTaken) throw organizationErrors.duplicateUnit();
}

/** @throws AwsError `ConstraintViolationException`: so many units, or so deep a tree, no organization has. */
function requireRoom(call: Call, organization: OrganizationRecord, parent: string): void {
  const units = new Map(membersOf(call, organization, 'unit').map((unit) => [unit.id, unit]));
  if (units.size >= quotas.units) throw organizationErrors.tooManyUnits();
  let depth = 0;
  for (let above = units.get(parent); above !== undefined; above = units.get(above.parent)) {
    depth += 1;
  }
  if (depth >= quotas.depth) throw organizationErrors.tooDeep();
}

function render(
  organization: OrganizationRecord,
  { id, name }: OrganizationMemberRecord,
): OrganizationalUnit {
  return { Id: id, Arn: arnIn(organization, 'ou', id), Name: name };
}

const create = forManagement<
  { readonly ParentId: string; readonly Name: string },
  Outputs['CreateOrganizationalUnit']
>('CreateOrganizationalUnit', ({ ParentId, Name }, organization, call) => {
  requireParent(call, organization, ParentId);
  requireNameFree(call, organization, ParentId, Name);
  requireRoom(call, organization, ParentId);
  const unit: OrganizationMemberRecord = {
    // A unit's id has the root's in it.
    id: `ou-${organization.rootId.slice(2)}-${randomId(8)}`,
    kind: 'unit',
    organization: organization.id,
    parent: ParentId,
    name: Name,
    joinedAt: call.now,
  };
  call.core.state.organizationMembers.put(unit.id, unit);
  return { OrganizationalUnit: render(organization, unit) };
});

interface OneUnit {
  readonly OrganizationalUnitId: string;
}

const describe = forManagement<OneUnit, Outputs['DescribeOrganizationalUnit']>(
  'DescribeOrganizationalUnit',
  ({ OrganizationalUnitId }, organization, call) => ({
    OrganizationalUnit: render(organization, requireUnit(call, organization, OrganizationalUnitId)),
  }),
);

const update = forManagement<
  OneUnit & { readonly Name?: string },
  Outputs['UpdateOrganizationalUnit']
>('UpdateOrganizationalUnit', ({ OrganizationalUnitId, Name }, organization, call) => {
  const unit = requireUnit(call, organization, OrganizationalUnitId);
  const name = Name ?? unit.name;
  if (name !== unit.name) requireNameFree(call, organization, unit.parent, name);
  const changed = { ...unit, name };
  call.core.state.organizationMembers.put(unit.id, changed);
  return { OrganizationalUnit: render(organization, changed) };
});

const remove = forManagement<OneUnit, Outputs['DeleteOrganizationalUnit']>(
  'DeleteOrganizationalUnit',
  ({ OrganizationalUnitId }, organization, call) => {
    const unit = requireUnit(call, organization, OrganizationalUnitId);
    const all = [
      ...membersOf(call, organization, 'unit'),
      ...membersOf(call, organization, 'account'),
    ];
    if (all.some(({ parent }) => parent === unit.id)) throw organizationErrors.unitNotEmpty();
    const { organizationMembers, organizationPolicies, withoutFullAccess } = call.core.state;
    for (const { key, document } of organizationPolicies.list()) {
      if (!document.targets.includes(unit.id)) continue;
      const targets = document.targets.filter((id) => id !== unit.id);
      organizationPolicies.put(key, { ...document, targets });
    }
    withoutFullAccess.delete(unit.id);
    organizationMembers.delete(unit.id);
    return {};
  },
);

const list = forManagement<
  Paging & { readonly ParentId: string },
  Outputs['ListOrganizationalUnitsForParent']
>('ListOrganizationalUnitsForParent', (input, organization, call) => {
  requireParent(call, organization, input.ParentId);
  const below = membersOf(call, organization, 'unit').filter(
    ({ parent }) => parent === input.ParentId,
  );
  const { items, NextToken } = pageOf(below, input);
  return { OrganizationalUnits: items.map((unit) => render(organization, unit)), NextToken };
});

const listChildren = forManagement<
  Paging & { readonly ParentId: string; readonly ChildType: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT' },
  Outputs['ListChildren']
>('ListChildren', (input, organization, call) => {
  requireParent(call, organization, input.ParentId);
  const kind = input.ChildType === 'ACCOUNT' ? 'account' : 'unit';
  const below = membersOf(call, organization, kind).filter(
    ({ parent }) => parent === input.ParentId,
  );
  const { items, NextToken } = pageOf(below, input);
  return { Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), NextToken };
});

export const unitOperations: Readonly<Record<string, Operation>> = {
  CreateOrganizationalUnit: create,
  DescribeOrganizationalUnit: describe,
  UpdateOrganizationalUnit: update,
  DeleteOrganizationalUnit: remove,
  ListOrganizationalUnitsForParent: list,
  ListChildren: listChildren,
};
