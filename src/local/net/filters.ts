import type { NetworkState } from '../network-state.ts';
import type {
  NetworkAclRecord,
  NetworkInterfaceRecord,
  SecurityGroupRuleRecord,
} from '../records/network.ts';
import { holds } from '../vpc/cidr.ts';
import { findIn, groupsOf } from '../vpc/lookups.ts';
import { managedPrefixLists } from '../vpc/prefix-lists.ts';

/** One packet, as filters see it. */
export interface Packet {
  readonly protocol: 'tcp' | 'udp';
  readonly from: string;
  readonly to: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export function reversed({ protocol, from, to, sourcePort, destinationPort }: Packet): Packet {
  return {
    protocol,
    from: to,
    to: from,
    sourcePort: destinationPort,
    destinationPort: sourcePort,
  };
}

/** Whether some rule of an interface's security groups lets a packet out. Answers to it come back by themselves. */
export function groupsLetOut(
  network: NetworkState,
  own: NetworkInterfaceRecord,
  packet: Packet,
  peer: NetworkInterfaceRecord | undefined,
): boolean {
  return groupsAllow(network, own, true, packet, packet.to, peer);
}

export function groupsLetIn(
  network: NetworkState,
  own: NetworkInterfaceRecord,
  packet: Packet,
  peer: NetworkInterfaceRecord | undefined,
): boolean {
  return groupsAllow(network, own, false, packet, packet.from, peer);
}

function groupsAllow(
  network: NetworkState,
  own: NetworkInterfaceRecord,
  isEgress: boolean,
  { protocol, destinationPort }: Packet,
  address: string,
  peer: NetworkInterfaceRecord | undefined,
): boolean {
  for (const group of groupsOf(network, own)) {
    for (const rule of group.rules) {
      if (rule.isEgress !== isEgress) continue;
      if (rule.protocol !== '-1' && rule.protocol !== protocol) continue;
      if (rule.fromPort !== undefined && rule.protocol !== '-1') {
        if (destinationPort < rule.fromPort || destinationPort > (rule.toPort ?? rule.fromPort)) {
          continue;
        }
      }
      if (isPeer(network, own, rule, address, peer)) return true;
    }
  }
  return false;
}

function isPeer(
  network: NetworkState,
  own: NetworkInterfaceRecord,
  { cidrIpv4, cidrIpv6, prefixListId, group }: SecurityGroupRuleRecord,
  address: string,
  peer: NetworkInterfaceRecord | undefined,
): boolean {
  if (cidrIpv4 !== undefined) return holds(cidrIpv4, address);
  if (cidrIpv6 !== undefined) return holds(cidrIpv6, address);
  if (prefixListId !== undefined) {
    return blocksOf(network, own, prefixListId).some((block) => holds(block, address));
  }
  return group !== undefined && peer?.groupIds.includes(group.groupId) === true;
}

/** The blocks of a prefix list: AWS's own, or the account's. */
export function blocksOf(
  network: NetworkState,
  place: { readonly accountId: string; readonly region: string },
  id: string,
): readonly string[] {
  const byAws = managedPrefixLists(place.region).find((list) => list.id === id);
  if (byAws !== undefined) return byAws.cidrs;
  return (findIn(network.prefixLists, place, id)?.entries ?? []).map(({ cidr }) => cidr);
}

const protocolNumbers = { tcp: '6', udp: '17' };

/** What the first matching entry of a network ACL says; a subnet without one lets nothing pass. */
export function aclLets(
  acl: NetworkAclRecord | undefined,
  direction: 'out' | 'in',
  packet: Packet,
): boolean {
  const far = direction === 'out' ? packet.to : packet.from;
  const inOrder = [...(acl?.entries ?? [])].sort((a, b) => a.number - b.number);
  for (const entry of inOrder) {
    if (entry.isEgress !== (direction === 'out')) continue;
    if (entry.protocol !== '-1' && entry.protocol !== protocolNumbers[packet.protocol]) continue;
    if (!holds(entry.cidr, far)) continue;
    const { fromPort = 0, toPort = 65_535 } = entry;
    if (packet.destinationPort < fromPort || packet.destinationPort > toPort) continue;
    return entry.action === 'allow';
  }
  return false;
}
