import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { mapInTurns } from '../../core/turns.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { SecurityGroupRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { allIn } from '../../vpc/lookups.ts';
import { allowAllOut } from '../../vpc/new-vpc.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { renderPermissions } from './ip-permissions.ts';
import { arnOf, networkOf, notFound, ownOf, placeOf, requireOne } from './kind.ts';
import { vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs, SecurityGroup } from './outputs.generated.ts';
import { securityGroups } from './table-kinds.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

function render(group: SecurityGroupRecord): SecurityGroup {
  const { rules } = group;
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: group.accountId,
    SecurityGroupArn: arnOf(securityGroups, group, group.id),
    IpPermissions: renderPermissions(rules.filter(({ isEgress }) => !isEgress)),
    IpPermissionsEgress: renderPermissions(rules.filter(({ isEgress }) => isEgress)),
    Tags: tagSet(group.tags),
  };
}

/** The default VPC's id. @throws AwsError `VPCIdNotSpecified` where it was deleted. */
function defaultVpcId(call: Call): string {
  const found = ownOf(vpcs, call).find(({ isDefault }) => isDefault);
  if (found !== undefined) return found.id;
  throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
}

interface CreateSecurityGroup extends Tagged {
  readonly GroupName: string;
  readonly Description: string;
  readonly VpcId?: string;
}

const create = changes<CreateSecurityGroup, Outputs['CreateSecurityGroup']>(
  'CreateSecurityGroup',
  ({ VpcId }) => [at(securityGroups), ...(VpcId === undefined ? [] : [at(vpcs, VpcId)])],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId ?? defaultVpcId(call));
    const { GroupName: name, Description: description } = input;
    if (name === 'default' || name.startsWith('sg-')) {
      throw ec2Errors.invalidValue(
        name,
        'groupName',
        name === 'default' ? 'Cannot use reserved security group name: default' : '',
      );
    }
    if (ownOf(securityGroups, call).some((one) => one.vpcId === vpc.id && one.name === name)) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${name}' already exists for VPC '${vpc.id}'`,
      );
    }
    const made: SecurityGroupRecord = {
      ...placeOf(call),
      id: newId('sg'),
      vpcId: vpc.id,
      name,
      description,
      rules: [allowAllOut(newId('sgr'))],
      tags: tagsFor('security-group', input),
    };
    networkOf(call).securityGroups.put(networkKey(made), made);
    return {
      GroupId: made.id,
      Tags: tagSet(made.tags),
      SecurityGroupArn: arnOf(securityGroups, made, made.id),
    };
  },
);

interface DescribeSecurityGroups extends Paging {
  readonly GroupIds?: readonly string[];
  readonly GroupNames?: readonly string[];
  readonly Filters?: readonly Filter[];
}

const describe = reads<DescribeSecurityGroups, Outputs['DescribeSecurityGroups']>(
  'DescribeSecurityGroups',
  async (input, call) => {
    const { GroupNames = [] } = input;
    const byName = GroupNames.length === 0 ? noGroups : groupsByName(call);
    const ids = GroupNames.map((name) => requireNamed(byName, name).id).concat(
      input.GroupIds ?? [],
    );
    const found = await describeKind(securityGroups, call, ids, input.Filters, input);
    const SecurityGroups = await mapInTurns(found.items, render);
    return { SecurityGroups, NextToken: found.nextToken };
  },
);

const noGroups: ReadonlyMap<string, SecurityGroupRecord> = new Map();

/** The groups of the default VPC, by their names. */
function groupsByName(call: Call): ReadonlyMap<string, SecurityGroupRecord> {
  const vpcId = defaultVpcId(call);
  const inDefault = ownOf(securityGroups, call).filter((one) => one.vpcId === vpcId);
  return new Map(inDefault.map((group) => [group.name, group]));
}

function requireNamed(
  groups: ReadonlyMap<string, SecurityGroupRecord>,
  name: string,
): SecurityGroupRecord {
  const found = groups.get(name);
  if (found === undefined) throw notFound(securityGroups, name);
  return found;
}

export interface OneGroup {
  readonly GroupId?: string;
  readonly GroupName?: string;
}

/** The group that an input names, by its id or, in the default VPC, its name. */
export function requireGroup(call: Call, { GroupId, GroupName }: OneGroup): SecurityGroupRecord {
  if (GroupId !== undefined) return requireOne(securityGroups, call, GroupId);
  if (GroupName === undefined) throw ec2Errors.missing('groupId');
  return requireNamed(groupsByName(call), GroupName);
}

const remove = changes<OneGroup, Outputs['DeleteSecurityGroup']>(
  'DeleteSecurityGroup',
  ({ GroupId }) => [at(securityGroups, GroupId)],
  (input, call) => {
    const group = requireGroup(call, input);
    if (group.name === 'default') {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
      );
    }
    const network = networkOf(call);
    const isUsed =
      allIn(network.interfaces, group).some(({ groupIds }) => groupIds.includes(group.id)) ||
      ownOf(securityGroups, call).some(
        ({ id, rules }) =>
          id !== group.id && rules.some((rule) => rule.group?.groupId === group.id),
      );
    if (isUsed) throw ec2Errors.inUse(group.id);
    network.securityGroups.delete(networkKey(group));
    return { Return: true, GroupId: group.id };
  },
);

export const securityGroupOperations: Readonly<Record<string, Operation>> = {
  CreateSecurityGroup: create,
  DescribeSecurityGroups: describe,
  DeleteSecurityGroup: remove,
};
