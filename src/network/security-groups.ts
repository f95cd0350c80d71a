import { holdsAddress, parseAddress } from './address.ts';
import { matches, nameOfTarget, type Target } from './destination.ts';
import type { Interface, IpPermission, Network, SecurityGroup, VpcEndpoint } from './facts.ts';
import { hidden, type Outcome, passes, stops } from './outcome.ts';
import { itemsOf, missingOf } from './seen.ts';

/**
 * Whether the groups of an interface let a connection to a port out. Groups only allow, are stateful, and together allow
 * what any of them does (VPC User Guide, "Security group rules").
 * @param peerGroupIds the groups of the other side, where it is an interface of the VPC.
 */
export function letsOut(
  network: Network,
  from: Interface,
  target: Target,
  port: number,
  peerGroupIds: readonly string[],
): Outcome {
  const groups = itemsOf(network.securityGroups);
  if (groups === undefined) return hidden(...missingOf(network.securityGroups));
  const own = groupsOf(groups, from.groupIds);
  const found = firstAllowing(
    own.flatMap((group) => group.ipPermissionsEgress.map((permission) => ({ group, permission }))),
    port,
    (permission) => {
      const blocks = [...permission.cidrBlocks, ...permission.prefixListIds];
      const byBlock = blocks.map((block) => matches(network, block, target));
      return byGroup(permission, peerGroupIds) || anyTrue(byBlock);
    },
  );
  if (found === 'unseen') return hidden(entriesNeed(own.flatMap((one) => one.ipPermissionsEgress)));
  const ids = from.groupIds;
  if (found !== undefined) return passes(found.group.groupId, ruleInWords(found.permission));
  const unknown = notSeen(groups, ids);
  if (unknown.length > 0) return hidden(...unknown);
  const isEmpty = own.every(({ ipPermissionsEgress }) => ipPermissionsEgress.length === 0);
  return stops(
    ids[0] ?? '',
    `no rule of ${namesOf(ids)} lets the node out to ${nameOfTarget(target)} on port ${port}`,
    { kind: 'group-egress', groupIds: ids },
    isEmpty ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH',
  );
}

/** Whether the groups of an interface endpoint let the node's connection in. */
export function letsIn(
  network: Network,
  from: Interface,
  source: string | undefined,
  endpoint: VpcEndpoint,
  port: number,
): Outcome {
  const groups = itemsOf(network.securityGroups);
  if (groups === undefined) return hidden(...missingOf(network.securityGroups));
  const { groupIds: ids, vpcEndpointId } = endpoint;
  const own = groupsOf(groups, ids);
  const address = source === undefined ? undefined : parseAddress(source);
  const found = firstAllowing(
    own.flatMap((group) => group.ipPermissions.map((permission) => ({ group, permission }))),
    port,
    (permission) => {
      if (byGroup(permission, from.groupIds)) return true;
      if (address === undefined) return false;
      if (permission.cidrBlocks.some((block) => holdsAddress(block, address))) return true;
      return anyTrue(
        permission.prefixListIds.map((id) =>
          matches(network, id, { ...nowhere, family: address.family, address }),
        ),
      );
    },
  );
  if (found === 'unseen') return hidden(entriesNeed(own.flatMap((one) => one.ipPermissions)));
  if (found !== undefined) return passes(found.group.groupId, ruleInWords(found.permission));
  const unknown = notSeen(groups, ids);
  if (unknown.length > 0) return hidden(...unknown);
  const isEmpty = own.every(({ ipPermissions }) => ipPermissions.length === 0);
  return stops(
    ids[0] ?? vpcEndpointId,
    `no rule of ${namesOf(ids)} lets the node in to endpoint ${vpcEndpointId} on port ${port}`,
    { kind: 'group-ingress', groupIds: ids, vpcEndpointId },
    isEmpty ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH',
  );
}

const nowhere = { label: 'the node', within: [], prefixListIds: new Set<string>() };

interface Rule {
  readonly group: SecurityGroup;
  readonly permission: IpPermission;
}

function firstAllowing(
  rules: readonly Rule[],
  port: number,
  isFor: (permission: IpPermission) => boolean | undefined,
): Rule | 'unseen' | undefined {
  let unseen = false;
  for (const rule of rules) {
    if (!coversPort(rule.permission, port)) continue;
    const allowed = isFor(rule.permission);
    if (allowed === true) return rule;
    if (allowed === undefined) unseen = true;
  }
  return unseen ? 'unseen' : undefined;
}

function coversPort({ ipProtocol, fromPort, toPort }: IpPermission, port: number): boolean {
  if (ipProtocol === '-1') return true;
  if (ipProtocol !== 'tcp' && ipProtocol !== '6') return false;
  return (fromPort ?? 0) <= port && port <= (toPort ?? 65_535);
}

function byGroup({ groupIds }: IpPermission, peers: readonly string[]): boolean {
  return groupIds.some((id) => peers.includes(id));
}

/** True where one is, undefined where one may be. */
function anyTrue(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

function groupsOf(groups: readonly SecurityGroup[], ids: readonly string[]): SecurityGroup[] {
  return groups.filter(({ groupId }) => ids.includes(groupId));
}

/** Groups that were not in the list, such as those of a shared VPC's owner. */
function notSeen(groups: readonly SecurityGroup[], ids: readonly string[]) {
  return ids
    .filter((id) => !groups.some(({ groupId }) => groupId === id))
    .map((id) => ({
      fact: `the rules of security group ${id}`,
      permission: 'ec2:DescribeSecurityGroups on * in the account that owns it',
    }));
}

function entriesNeed(permissions: readonly IpPermission[]) {
  const ids = [...new Set(permissions.flatMap(({ prefixListIds }) => prefixListIds))];
  return {
    fact: `the entries of prefix list ${ids.join(', ')}`,
    permission: 'ec2:GetManagedPrefixListEntries on *',
  };
}

function namesOf(ids: readonly string[]): string {
  if (ids.length === 0) return 'no security group';
  return ids.length === 1 ? `security group ${ids[0]}` : `security groups ${ids.join(', ')}`;
}

function ruleInWords({ ipProtocol, fromPort, toPort, ...who }: IpPermission): string {
  const ports = fromPort === undefined || ipProtocol === '-1' ? 'all' : `${fromPort}-${toPort}`;
  const peers = [...who.cidrBlocks, ...who.groupIds, ...who.prefixListIds].join(', ');
  return `allows ${ipProtocol === '-1' ? 'all traffic' : `${ipProtocol} ${ports}`} with ${peers}`;
}
