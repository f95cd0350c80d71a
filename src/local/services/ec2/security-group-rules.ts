import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { SecurityGroupRecord, SecurityGroupRuleRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { ec2Errors } from './errors.ts';
import {
  isSameRule,
  type PermissionInput,
  peerOf,
  type RuleContent,
  rulesOf,
} from './ip-permissions.ts';
import { arnOf, networkOf, requireOne } from './kind.ts';
import { at, changes } from './operation.ts';
import type { Outputs, SecurityGroupRule } from './outputs.generated.ts';
import { type OneGroup, requireGroup } from './security-groups.ts';
import { securityGroups } from './table-kinds.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

export function renderRule(
  group: SecurityGroupRecord,
  rule: SecurityGroupRuleRecord,
): SecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.id,
    SecurityGroupRuleArn: arnOf({ arnType: 'security-group-rule' }, group, rule.id),
    GroupId: group.id,
    GroupOwnerId: group.accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: rule.cidrIpv4,
    CidrIpv6: rule.cidrIpv6,
    PrefixListId: rule.prefixListId,
    ReferencedGroupInfo:
      rule.group === undefined
        ? undefined
        : {
            GroupId: rule.group.groupId,
            UserId: rule.group.userId,
            VpcId: group.vpcId,
            VpcPeeringConnectionId: rule.group.peeringId,
          },
    Description: rule.description,
    Tags: tagSet(rule.tags),
  };
}

interface RulesInput extends OneGroup, Tagged {
  readonly IpPermissions?: readonly PermissionInput[];
  /** One rule, the way that older clients say it. */
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupName?: string;
  readonly SecurityGroupRuleIds?: readonly string[];
}

function contentsOf(input: RulesInput, group: SecurityGroupRecord, isEgress: boolean) {
  const { IpPermissions, IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName } = input;
  const permissions: readonly PermissionInput[] =
    IpPermissions ??
    (IpProtocol === undefined
      ? []
      : [
          {
            IpProtocol,
            ...(FromPort === undefined ? {} : { FromPort }),
            ...(ToPort === undefined ? {} : { ToPort }),
            ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp }] }),
            ...(SourceSecurityGroupName === undefined
              ? {}
              : { UserIdGroupPairs: [{ GroupName: SourceSecurityGroupName }] }),
          },
        ]);
  return permissions.flatMap((permission) => rulesOf(permission, isEgress, group.accountId));
}

/** Rules of a group (VPC User Guide, "Amazon VPC quotas"). */
const mostRules = 60;

function authorize(isEgress: boolean) {
  return (input: RulesInput, call: Call) => {
    const group = requireGroup(call, input);
    const contents = contentsOf(input, group, isEgress);
    if (contents.length === 0) throw ec2Errors.missing('ipPermissions');
    // More than can be kept are not compared with each other.
    const held = group.rules.filter((rule) => rule.isEgress === isEgress).length;
    if (held + contents.length > mostRules) {
      throw new AwsError(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    }
    for (const content of contents) requirePeer(call, content);
    for (const [index, content] of contents.entries()) {
      const others = [...group.rules, ...contents.slice(0, index)];
      if (others.some((rule) => isSameRule(rule, content))) throw duplicate(content);
    }
    const tags = tagsFor('security-group-rule', input);
    const added = contents.map((content) => ({ ...content, id: newId('sgr'), tags }));
    save(call, { ...group, rules: [...group.rules, ...added] });
    return { Return: true, SecurityGroupRules: added.map((rule) => renderRule(group, rule)) };
  };
}

function requirePeer(call: Call, { group }: RuleContent): void {
  if (group === undefined || group.userId !== call.caller.accountId) return;
  requireOne(securityGroups, call, group.groupId);
}

function duplicate(content: RuleContent): AwsError {
  const { protocol, fromPort, toPort } = content;
  const ports = fromPort === undefined ? 'ALL' : `from port: ${fromPort}, to port: ${toPort}`;
  const name = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  return new AwsError(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peerOf(content)}, ${name}, ${ports}, ALLOW" already exists`,
  );
}

function save(call: Call, group: SecurityGroupRecord): void {
  networkOf(call).securityGroups.put(networkKey(group), group);
}

function revoke(isEgress: boolean) {
  return (input: RulesInput, call: Call) => {
    const group = requireGroup(call, input);
    const { SecurityGroupRuleIds = [] } = input;
    const sameWay = group.rules.filter((rule) => rule.isEgress === isEgress);
    const known = new Set(sameWay.map(({ id }) => id));
    const missing = SecurityGroupRuleIds.find((id) => !known.has(id));
    if (missing !== undefined) {
      throw new AwsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${missing}' does not exist`,
      );
    }
    const contents = contentsOf(input, group, isEgress);
    const gone = group.rules.filter(
      (rule) =>
        SecurityGroupRuleIds.includes(rule.id) || contents.some((one) => isSameRule(one, rule)),
    );
    if (contents.some((one) => !gone.some((rule) => isSameRule(one, rule)))) {
      throw new AwsError(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
      );
    }
    save(call, { ...group, rules: group.rules.filter((rule) => !gone.includes(rule)) });
    return {
      Return: true,
      UnknownIpPermissions: undefined,
      RevokedSecurityGroupRules: gone.map((rule) => ({
        SecurityGroupRuleId: rule.id,
        GroupId: group.id,
        IsEgress: isEgress,
        IpProtocol: rule.protocol,
        FromPort: rule.fromPort ?? -1,
        ToPort: rule.toPort ?? -1,
        CidrIpv4: rule.cidrIpv4,
        CidrIpv6: rule.cidrIpv6,
        PrefixListId: rule.prefixListId,
        ReferencedGroupId: rule.group?.groupId,
        Description: rule.description,
      })),
    };
  };
}

const onGroup = ({ GroupId }: RulesInput) => [at(securityGroups, GroupId)];

export const securityGroupRuleOperations: Readonly<Record<string, Operation>> = {
  AuthorizeSecurityGroupIngress: changes<RulesInput, Outputs['AuthorizeSecurityGroupIngress']>(
    'AuthorizeSecurityGroupIngress',
    onGroup,
    authorize(false),
  ),
  AuthorizeSecurityGroupEgress: changes<RulesInput, Outputs['AuthorizeSecurityGroupEgress']>(
    'AuthorizeSecurityGroupEgress',
    onGroup,
    authorize(true),
  ),
  RevokeSecurityGroupIngress: changes<RulesInput, Outputs['RevokeSecurityGroupIngress']>(
    'RevokeSecurityGroupIngress',
    onGroup,
    revoke(false),
  ),
  RevokeSecurityGroupEgress: changes<RulesInput, Outputs['RevokeSecurityGroupEgress']>(
    'RevokeSecurityGroupEgress',
    onGroup,
    revoke(true),
  ),
};
