import type { SecurityGroupRuleRecord } from '../../state.ts';
import { canonicalBlock } from '../../vpc/cidr.ts';
import { ec2Errors } from './errors.ts';
import type { IpPermission } from './outputs.generated.ts';

/** A permission as inputs bring it: one protocol and ports, and everybody at the other end. */
export interface PermissionInput {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly { readonly CidrIp?: string; readonly Description?: string }[];
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6?: string; readonly Description?: string }[];
  readonly PrefixListIds?: readonly {
    readonly PrefixListId?: string;
    readonly Description?: string;
  }[];
  readonly UserIdGroupPairs?: readonly {
    readonly GroupId?: string;
    readonly GroupName?: string;
    readonly UserId?: string;
    readonly VpcPeeringConnectionId?: string;
    readonly Description?: string;
  }[];
}

/** A rule without id and tags. */
export type RuleContent = Omit<SecurityGroupRuleRecord, 'id' | 'tags'>;

const protocolNames: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
};

/** The name that EC2 keeps of a protocol. @throws AwsError for an unknown one. */
export function protocolOf(text: string): string {
  const name = protocolNames[text] ?? text.toLowerCase();
  if (['-1', 'tcp', 'udp', 'icmp', 'icmpv6'].includes(name)) return name;
  if (name === 'all') return '-1';
  if (/^\d{1,3}$/.test(name) && Number(name) <= 255) return name;
  throw ec2Errors.invalidValue(text, 'protocol', 'Unrecognized protocol.');
}

/** The ports of a rule: none where the protocol has none. @throws AwsError for a range that is none. */
export function portsOf(
  protocol: string,
  from: number | undefined,
  to: number | undefined,
): Pick<RuleContent, 'fromPort' | 'toPort'> {
  if (protocol.startsWith('icmp')) return { fromPort: from ?? -1, toPort: to ?? -1 };
  if (protocol !== 'tcp' && protocol !== 'udp') return {};
  if (from === undefined || to === undefined) {
    throw ec2Errors.invalid(
      'Invalid value for portRange. Must specify both from and to ports with TCP/UDP.',
    );
  }
  if (from === -1 && to === -1) return { fromPort: 0, toPort: 65_535 };
  if (from < 0 || to > 65_535 || from > to) {
    throw ec2Errors.invalid(`Invalid TCP/UDP port range (${from}:${to})`);
  }
  return { fromPort: from, toPort: to };
}

/** Each rule that a permission stands for. @param owner account of a group named without one. */
export function rulesOf(
  permission: PermissionInput,
  isEgress: boolean,
  owner: string,
): RuleContent[] {
  if (permission.IpProtocol === undefined) throw ec2Errors.missing('ipProtocol');
  const protocol = protocolOf(permission.IpProtocol);
  const base = {
    isEgress,
    protocol,
    ...portsOf(protocol, permission.FromPort, permission.ToPort),
  };
  const described = (text: string | undefined) => (text === undefined ? {} : { description: text });
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp = '', Description }) => ({
      ...base,
      cidrIpv4: requireBlock(CidrIp, 4),
      ...described(Description),
    })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = '', Description }) => ({
      ...base,
      cidrIpv6: requireBlock(CidrIpv6, 6),
      ...described(Description),
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = '', Description }) => ({
      ...base,
      prefixListId: PrefixListId,
      ...described(Description),
    })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
      ...base,
      group: {
        groupId: pair.GroupId ?? pair.GroupName ?? '',
        userId: pair.UserId ?? owner,
        ...(pair.VpcPeeringConnectionId === undefined
          ? {}
          : { peeringId: pair.VpcPeeringConnectionId }),
      },
      ...described(pair.Description),
    })),
  ];
}

export function requireBlock(text: string, family: 4 | 6): string {
  const block = canonicalBlock(text);
  if (block === undefined || block.includes(':') !== (family === 6)) {
    throw ec2Errors.invalid(`CIDR block ${text} is malformed`);
  }
  return block;
}

/** Who is at the other end of a rule, as one text to compare by. */
export function peerOf({ cidrIpv4, cidrIpv6, prefixListId, group }: RuleContent): string {
  return cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? `${group?.userId}/${group?.groupId}`;
}

/** Whether two rules allow the same. */
export function isSameRule(a: RuleContent, b: RuleContent): boolean {
  return (
    a.isEgress === b.isEgress &&
    a.protocol === b.protocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    peerOf(a) === peerOf(b)
  );
}

/** Rules as permissions: those with the same protocol and ports together. */
export function renderPermissions(rules: readonly SecurityGroupRuleRecord[]): IpPermission[] {
  const byPorts = Map.groupBy(
    rules,
    ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`,
  );
  return [...byPorts.values()].map((same) => ({
    IpProtocol: same[0]?.protocol ?? '-1',
    ...(same[0]?.fromPort === undefined
      ? {}
      : { FromPort: same[0].fromPort, ToPort: same[0].toPort }),
    IpRanges: same.flatMap(({ cidrIpv4, description }) =>
      cidrIpv4 === undefined ? [] : [{ CidrIp: cidrIpv4, Description: description }],
    ),
    Ipv6Ranges: same.flatMap(({ cidrIpv6, description }) =>
      cidrIpv6 === undefined ? [] : [{ CidrIpv6: cidrIpv6, Description: description }],
    ),
    PrefixListIds: same.flatMap(({ prefixListId, description }) =>
      prefixListId === undefined ? [] : [{ PrefixListId: prefixListId, Description: description }],
    ),
    UserIdGroupPairs: same.flatMap(({ group, description }) =>
      group === undefined
        ? []
        : [
            {
              GroupId: group.groupId,
              UserId: group.userId,
              VpcPeeringConnectionId: group.peeringId,
              Description: description,
            },
          ],
    ),
  }));
}
