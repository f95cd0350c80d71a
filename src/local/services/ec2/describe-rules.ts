import type { Operation } from '../../core/service.ts';
import { mapInTurns } from '../../core/turns.ts';
import { networkKey } from '../../network-state.ts';
import type { SecurityGroupRecord, SecurityGroupRuleRecord } from '../../state.ts';
import { describeAmong, type Filter, type Paging } from './describe.ts';
import { portsOf, protocolOf, requireBlock } from './ip-permissions.ts';
import { networkOf, notFound, ownOf, requireOne } from './kind.ts';
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

const rulesOfGroups = {
  notFound: 'InvalidSecurityGroupRuleId.NotFound',
  notFoundText: (id: string) => `The security group rule ID '${id}' does not exist`,
  filters: {
    'group-id': ({ group }: RuleOfGroup) => [group.id],
    'security-group-rule-id': ({ id }: RuleOfGroup) => [id],
  },
};

function rulesOf(group: SecurityGroupRecord): readonly RuleOfGroup[] {
  const { accountId, region } = group;
  return group.rules.map((rule) => ({
    id: rule.id,
    accountId,
    region,
    tags: rule.tags,
    group,
    rule,
  }));
}

interface DescribeRules extends Paging {
  readonly SecurityGroupRuleIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

const describe = reads<DescribeRules, Outputs['DescribeSecurityGroupRules']>(
  'DescribeSecurityGroupRules',
  async (input, call) => {
    const all = (await mapInTurns(ownOf(securityGroups, call), rulesOf)).flat();
    const { SecurityGroupRuleIds: ids, Filters } = input;
    const { items, nextToken } = await describeAmong(rulesOfGroups, call, all, ids, Filters, input);
    return {
      SecurityGroupRules: items.map(({ group, rule }) => renderRule(group, rule)),
      NextToken: nextToken,
    };
  },
);

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
    const known = new Set(group.rules.map(({ id }) => id));
    const missing = [...updates.keys()].find((id) => !known.has(id));
    if (missing !== undefined) throw notFound(rulesOfGroups, missing);
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
