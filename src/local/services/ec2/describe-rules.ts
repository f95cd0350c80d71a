import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { SecurityGroupRecord, SecurityGroupRuleRecord } from '../../state.ts';
import { type Filter, filtered, type Paging, pageOf } from './describe.ts';
import { portsOf, protocolOf, requireBlock } from './ip-permissions.ts';
import { networkOf, ownOf, requireOne } from './kind.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import { renderRule } from './security-group-rules.ts';
import { securityGroups } from './table-kinds.ts';

/** A rule with its group, in the form that filters take. */
interface RuleOfGroup {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly group: SecurityGroupRecord;
  readonly rule: SecurityGroupRuleRecord;
}

const filters = {
  'group-id': ({ group }: RuleOfGroup) => [group.id],
  'security-group-rule-id': ({ id }: RuleOfGroup) => [id],
};

interface DescribeRules extends Paging {
  readonly SecurityGroupRuleIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

const describe = reads<DescribeRules, Outputs['DescribeSecurityGroupRules']>(
  'DescribeSecurityGroupRules',
  (input, call) => {
    const all = ownOf(securityGroups, call).flatMap((group) =>
      group.rules.map((rule): RuleOfGroup => {
        const { accountId, region } = group;
        return { id: rule.id, accountId, region, tags: rule.tags, group, rule };
      }),
    );
    const ids = input.SecurityGroupRuleIds ?? [];
    const missing = ids.find((id) => !all.some((one) => one.id === id));
    if (missing !== undefined) throw unknownRule(missing);
    const wanted = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
    const { items, nextToken } = pageOf(
      filtered<RuleOfGroup>({ filters }, call, wanted, input.Filters ?? []),
      input,
    );
    return {
      SecurityGroupRules: items.map(({ group, rule }) => renderRule(group, rule)),
      NextToken: nextToken,
    };
  },
);

function unknownRule(id: string): AwsError {
  return new AwsError(
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${id}' does not exist`,
  );
}

interface ModifyRules {
  readonly GroupId: string;
  readonly SecurityGroupRules: readonly {
    readonly SecurityGroupRuleId: string;
    readonly SecurityGroupRule?: {
      readonly IpProtocol?: string;
      readonly FromPort?: number;
      readonly ToPort?: number;
      readonly CidrIpv4?: string;
      readonly CidrIpv6?: string;
      readonly PrefixListId?: string;
      readonly ReferencedGroupId?: string;
      readonly Description?: string;
    };
  }[];
}

const modify = changes<ModifyRules, Outputs['ModifySecurityGroupRules']>(
  'ModifySecurityGroupRules',
  ({ GroupId }) => [at(securityGroups, GroupId)],
  (input, call) => {
    const group = requireOne(securityGroups, call, input.GroupId);
    const updates = new Map(
      input.SecurityGroupRules.map((one) => [one.SecurityGroupRuleId, one.SecurityGroupRule ?? {}]),
    );
    for (const id of updates.keys()) {
      if (!group.rules.some((rule) => rule.id === id)) throw unknownRule(id);
    }
    const rules = group.rules.map((rule): SecurityGroupRuleRecord => {
      const to = updates.get(rule.id);
      if (to === undefined) return rule;
      const protocol = protocolOf(to.IpProtocol ?? rule.protocol);
      return {
        id: rule.id,
        tags: rule.tags,
        isEgress: rule.isEgress,
        protocol,
        ...portsOf(protocol, to.FromPort, to.ToPort),
        ...(to.CidrIpv4 === undefined ? {} : { cidrIpv4: requireBlock(to.CidrIpv4, 4) }),
        ...(to.CidrIpv6 === undefined ? {} : { cidrIpv6: requireBlock(to.CidrIpv6, 6) }),
        ...(to.PrefixListId === undefined ? {} : { prefixListId: to.PrefixListId }),
        ...(to.ReferencedGroupId === undefined
          ? {}
          : { group: { groupId: to.ReferencedGroupId, userId: group.accountId } }),
        ...(to.Description === undefined ? {} : { description: to.Description }),
      };
    });
    networkOf(call).securityGroups.put(networkKey(group), { ...group, rules });
    return { Return: true };
  },
);

export const ruleListOperations: Readonly<Record<string, Operation>> = {
  DescribeSecurityGroupRules: describe,
  ModifySecurityGroupRules: modify,
};
