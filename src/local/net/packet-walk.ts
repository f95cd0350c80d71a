// Carries one packet and its answer through the emulated networks, step by step, the way VPC User Guide describes each
// part. It is the other side of the doctor's room `network/` and shares nothing with it, so that each can find the other
// wrong.
import type { NetworkState } from '../network-state.ts';
import type { NetworkInterfaceRecord, RouteTableRecord, SubnetRecord } from '../records/network.ts';
import { holds, parseBlock } from '../vpc/cidr.ts';
import {
  allIn,
  findIn,
  gatewayEndpointsOf,
  networkAclOf,
  publicIpOf,
  routeTableOf,
} from '../vpc/lookups.ts';
import { portsOfNat } from '../vpc/nat-ports.ts';
import { servicePrefixListId } from '../vpc/prefix-lists.ts';
import { isActive } from '../vpc/route-state.ts';
import { crossingTo, interfaceIn } from './between-vpcs.ts';
import { aclLets, blocksOf, groupsLetIn, groupsLetOut, type Packet, reversed } from './filters.ts';
import { sourcePort } from './outcome.ts';
import { reachesInternet } from './public-access.ts';

/** Where a packet got to: an interface, the internet, a service behind a gateway endpoint; undefined if nowhere. */
export type Arrival =
  | { readonly at: 'interface'; readonly interface: NetworkInterfaceRecord }
  | { readonly at: 'internet' }
  | { readonly at: 'endpoint'; readonly endpointId: string };

/** Ports that a NAT gateway sends from (VPC User Guide, "NAT gateway basics"). */
const natPort = 20_000;

/**
 * Sends a packet from an interface, and its answer back.
 * @returns where it arrived; undefined when it, or the answer, was dropped.
 */
export function carry(
  network: NetworkState,
  from: NetworkInterfaceRecord,
  to: string,
  { protocol, port }: { readonly protocol: 'tcp' | 'udp'; readonly port: number },
): Arrival | undefined {
  const subnet = findIn(network.subnets, from, from.subnetId);
  if (subnet === undefined) return undefined;
  const packet: Packet = {
    protocol,
    from: from.privateIp,
    to,
    sourcePort,
    destinationPort: port,
  };
  const peer = interfaceAt(network, from, to);
  if (!groupsLetOut(network, from, packet, peer ?? farInterface(network, subnet, to))) {
    return undefined;
  }
  if (peer !== undefined && peer.subnetId === subnet.id) return arrive(network, packet, from, peer);
  if (!passesBorder(network, subnet, packet)) return undefined;
  const target = nextHop(network, subnet, to);
  if (target === undefined) return undefined;
  if (target === 'local') {
    const far = peer && findIn(network.subnets, peer, peer.subnetId);
    if (peer === undefined || far === undefined || !passesFarBorder(network, far, packet)) {
      return undefined;
    }
    return arrive(network, packet, from, peer);
  }
  if (target.startsWith('vpce-')) return { at: 'endpoint', endpointId: target };
  if (target.startsWith('igw-')) {
    if (publicIpOf(network, from) === undefined || isPrivate(to)) return undefined;
    return reachesInternet(network, subnet, 'both ways') ? { at: 'internet' } : undefined;
  }
  if (target.startsWith('nat-')) return throughNat(network, from, target, packet);
  return intoOtherVpc(network, from, subnet, target, packet);
}

/** The interface in another VPC to which the subnet's route leads: its groups may be named by rules here. */
function farInterface(
  network: NetworkState,
  subnet: SubnetRecord,
  to: string,
): NetworkInterfaceRecord | undefined {
  const crossing = crossingTo(network, subnet, nextHop(network, subnet, to) ?? '', to);
  return crossing && interfaceIn(network, crossing.far, to);
}

/** By peering or a transit gateway, to an interface whose subnet has a route back. */
function intoOtherVpc(
  network: NetworkState,
  from: NetworkInterfaceRecord,
  subnet: SubnetRecord,
  target: string,
  packet: Packet,
): Arrival | undefined {
  const crossing = crossingTo(network, subnet, target, packet.to);
  const peer = crossing && interfaceIn(network, crossing.far, packet.to);
  const there = peer && findIn(network.subnets, peer, peer.subnetId);
  if (crossing === undefined || peer === undefined || there === undefined) return undefined;
  if (!crossing.passes(packet, subnet, there)) return undefined;
  if (!passesFarBorder(network, there, packet)) return undefined;
  if (nextHop(network, there, packet.from) !== target) return undefined;
  return arrive(network, packet, from, peer);
}

/** Addresses that the internet leads nowhere with (RFC 1918, RFC 6598). */
function isPrivate(address: string): boolean {
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some((block) =>
    holds(block, address),
  );
}

/** A security group at the other end decides last. */
function arrive(
  network: NetworkState,
  packet: Packet,
  from: NetworkInterfaceRecord,
  to: NetworkInterfaceRecord,
): Arrival | undefined {
  return groupsLetIn(network, to, packet, from) ? { at: 'interface', interface: to } : undefined;
}

/** Network ACLs forget: the answer has to be let in as well. */
function passesBorder(network: NetworkState, subnet: SubnetRecord, packet: Packet): boolean {
  const acl = networkAclOf(network, subnet);
  return aclLets(acl, 'out', packet) && aclLets(acl, 'in', reversed(packet));
}

function passesFarBorder(network: NetworkState, subnet: SubnetRecord, packet: Packet): boolean {
  const acl = networkAclOf(network, subnet);
  return aclLets(acl, 'in', packet) && aclLets(acl, 'out', reversed(packet));
}

function interfaceAt(
  network: NetworkState,
  { vpcId, ...place }: Pick<NetworkInterfaceRecord, 'accountId' | 'region' | 'vpcId'>,
  address: string,
): NetworkInterfaceRecord | undefined {
  return allIn(network.interfaces, place).find(
    (one) => one.vpcId === vpcId && one.privateIp === address,
  );
}

/** The target of the route with the longest prefix; undefined where there is none, or it is a blackhole. */
function nextHop(network: NetworkState, subnet: SubnetRecord, to: string): string | undefined {
  const table = routeTableOf(network, subnet);
  if (table === undefined) return undefined;
  let best: { readonly length: number; readonly target: string | undefined } | undefined;
  for (const { block, target } of routesOf(network, table)) {
    const length = parseBlock(block)?.prefixLength ?? 0;
    if (!holds(block, to) || (best !== undefined && best.length >= length)) continue;
    best = { length, target };
  }
  return best?.target;
}

function routesOf(
  network: NetworkState,
  table: RouteTableRecord,
): { readonly block: string; readonly target: string | undefined }[] {
  const own = table.routes.flatMap((route) => {
    const target = isActive(network, table, route) ? route.target : undefined;
    const blocks = route.destination.startsWith('pl-')
      ? blocksOf(network, table, route.destination)
      : [route.destination];
    return blocks.map((block) => ({ block, target }));
  });
  const ofEndpoints = gatewayEndpointsOf(network, table).flatMap(({ id, serviceName }) =>
    blocksOf(network, table, servicePrefixListId(serviceName)).map((block) => ({
      block,
      target: id,
    })),
  );
  return [...own, ...ofEndpoints];
}

/** A public NAT gateway sends on from its own subnet, under its Elastic IP address. */
function throughNat(
  network: NetworkState,
  from: NetworkInterfaceRecord,
  natId: string,
  packet: Packet,
): Arrival | undefined {
  const nat = findIn(network.natGateways, from, natId);
  const own = nat && findIn(network.interfaces, from, nat.interfaceId);
  const subnet = nat && findIn(network.subnets, from, nat.subnetId);
  if (nat?.connectivity !== 'public' || own === undefined || subnet === undefined) return undefined;
  if ((nat.busy?.connections ?? 0) >= portsOfNat) return undefined;
  if (from.subnetId !== subnet.id && !passesFarBorder(network, subnet, packet)) return undefined;
  const sent: Packet = { ...packet, from: own.privateIp, sourcePort: natPort };
  if (!passesBorder(network, subnet, sent)) return undefined;
  const target = nextHop(network, subnet, packet.to);
  if (target?.startsWith('vpce-')) return { at: 'endpoint', endpointId: target };
  const isOut =
    target?.startsWith('igw-') &&
    !isPrivate(packet.to) &&
    publicIpOf(network, own) !== undefined &&
    reachesInternet(network, subnet, 'outwards only');
  return isOut ? { at: 'internet' } : undefined;
}
