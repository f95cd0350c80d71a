import { type Address, formatAddress, holdsAddress, parseAddress } from './address.ts';
import { nameOfTarget, type Target } from './destination.ts';
import type { Interface, Network, PortRange, Route, RouteTable, VpcEndpoint } from './facts.ts';
import { throughPeering, throughTransitGateway } from './far.ts';
import { leadsToSeenOnly } from './far-seen.ts';
import { throughInternetGateway, throughNatGateway } from './gateways.ts';
import { crosses } from './network-acls.ts';
import { allOf, type ExplanationCode, hidden, type Outcome, passes, stops } from './outcome.ts';
import { throughPublicAccessBlock } from './public-access.ts';
import { routeFrom } from './routes.ts';
import { letsIn, letsOut } from './security-groups.ts';
import { itemsOf, missingOf } from './seen.ts';

/**
 * Walks a connection on TCP port 443 from an interface to an address, and its answers back, hop by hop in the order in which
 * a packet meets them.
 */
export function walk(network: Network, from: Interface, target: Target): Outcome {
  const source = target.family === 4 ? from.privateIp : from.ipv6Addresses[0];
  if (source === undefined) {
    return stops(from.subnetId, `the interface has no IPv${target.family} address`, {
      kind: 'no-address-of-family',
    });
  }
  const endpoint = endpointAt(network, target);
  const peer = endpoint ?? farEndpointAt(network, target);
  const out = letsOut(network, from, target, 443, peer?.groupIds ?? []);
  const isSameSubnet = subnetOf(network, target) === from.subnetId;
  const border = (egress: boolean, ports: PortRange) =>
    isSameSubnet ? [] : [ownBorder(network, from, target, egress, ports)];
  const routed = routeFrom(network, from.subnetId, target);
  const beyond =
    routed.kind === 'none'
      ? routed.outcome
      : follow(network, from, source, target, routed, endpoint);
  return allOf([
    out,
    ...border(true, { from: 443, to: 443 }),
    beyond,
    ...border(false, from.ephemeralPorts),
  ]);
}

function ownBorder(
  network: Network,
  { subnetId }: Interface,
  target: Target,
  egress: boolean,
  ports: PortRange,
): Outcome {
  const peerName = nameOfTarget(target);
  return crosses(network, { subnetId, egress, peer: target.address, peerName, ports });
}

function follow(
  network: Network,
  from: Interface,
  source: string,
  target: Target,
  { table, route }: { readonly table: RouteTable; readonly route: Route },
  endpoint: VpcEndpoint | undefined,
): Outcome {
  const { routeTableId } = table;
  const along = passes(routeTableId, `${route.destination} -> ${route.target}`);
  return allOf([along, step()]);

  function step(): Outcome {
    const next = route.target;
    if (next === 'local') return deliver(network, from, source, target, endpoint);
    if (target.isElsewhere === true && leadsToSeenOnly(network, next)) {
      return notHere(network, target);
    }
    if (next.startsWith('igw-')) {
      const passage = { isOutwardOnly: false, subnetId: from.subnetId };
      return throughInternetGateway(network, next, target, from.publicIp, passage);
    }
    if (next.startsWith('nat-')) return throughNatGateway(network, next, from, source, target);
    if (next.startsWith('eigw-')) {
      if (target.family === 4) return deadEnd('takes IPv6 only');
      const passage = { isOutwardOnly: true, subnetId: from.subnetId };
      return throughPublicAccessBlock(network, next, passage);
    }
    if (next.startsWith('vpce-')) return throughGatewayEndpoint(network, next, target, deadEnd);
    const leaving = { network, from, source, target, next, deadEnd };
    if (next.startsWith('pcx-')) return throughPeering(leaving);
    if (next.startsWith('tgw-') && target.vpcEndpointId !== undefined) {
      return throughTransitGateway(leaving);
    }
    return hidden({
      fact: `what lies behind ${next || 'the target of the route'}, to which route table ${routeTableId} sends packets for ${nameOfTarget(target)}`,
      permission: 'a look from the node: nothing is known of what is behind it',
    });
  }

  function deadEnd(why: string, code?: ExplanationCode): Outcome {
    return stops(
      route.target,
      `the route of ${routeTableId} to ${nameOfTarget(target)} leads to ${route.target}, which ${why}`,
      { kind: 'dead-end', routeTableId, route },
      code,
    );
  }
}

/** What a hosted zone leads to is at none of the VPC's interfaces. */
function notHere({ vpcId }: Network, target: Target): Outcome {
  const { label, isElsewhere } = target;
  const text =
    isElsewhere === true
      ? `${label} is no endpoint of ${vpcId}, nor of a VPC that its routes lead to`
      : `no interface of ${vpcId} has address ${formatAddress(target.address)}, which is that of ${label}`;
  return stops(vpcId, text, { kind: 'nobody-there' });
}

/** Within the VPC: to the interface that has the address, which is one of an endpoint as far as is known. */
function deliver(
  network: Network,
  from: Interface,
  source: string,
  target: Target,
  endpoint: VpcEndpoint | undefined,
): Outcome {
  const name = nameOfTarget(target);
  if (endpoint === undefined) {
    if (target.isElsewhere === true) return notHere(network, target);
    if (target.isOfZone === true) {
      const inUse = itemsOf(network.addressesInUse);
      if (inUse === undefined) return hidden(...missingOf(network.addressesInUse));
      if (!inUse.includes(formatAddress(target.address))) return notHere(network, target);
    }
    return hidden({
      fact: `who has address ${name} in ${network.vpcId}`,
      permission: 'a look from the node at what answers there',
    });
  }
  const { vpcEndpointId } = endpoint;
  const there = subnetOf(network, target);
  const sender = parseAddress(source) as Address;
  const border = (egress: boolean, ports: PortRange) =>
    there === undefined || there === from.subnetId
      ? []
      : [crosses(network, { subnetId: there, egress, peer: sender, peerName: 'the node', ports })];
  return allOf([
    ...border(false, { from: 443, to: 443 }),
    letsIn(network, from, source, endpoint, 443),
    passes(vpcEndpointId, `serves ${endpoint.serviceName}`),
    ...border(true, from.ephemeralPorts),
  ]);
}

function throughGatewayEndpoint(
  network: Network,
  id: string,
  target: Target,
  deadEnd: (why: string) => Outcome,
): Outcome {
  const endpoints = itemsOf(network.endpoints);
  if (endpoints === undefined) return hidden(...missingOf(network.endpoints));
  const endpoint = endpoints.find(({ vpcEndpointId }) => vpcEndpointId === id);
  if (endpoint?.vpcEndpointType !== 'Gateway') {
    return hidden({
      fact: `what endpoint ${id} does with packets for ${nameOfTarget(target)}`,
      permission: 'the configuration of the firewall behind it',
    });
  }
  if (endpoint.serviceName !== target.gatewayService) {
    return deadEnd(`serves ${endpoint.serviceName}`);
  }
  return passes(id, `serves ${endpoint.serviceName}`);
}

function endpointAt(network: Network, { vpcEndpointId }: Target): VpcEndpoint | undefined {
  return itemsOf(network.endpoints)?.find((one) => one.vpcEndpointId === vpcEndpointId);
}

function farEndpointAt({ far }: Network, target: Target): VpcEndpoint | undefined {
  return far.flatMap((one) => endpointAt(one, target) ?? [])[0];
}

/** The subnet of this VPC that the address is in. */
function subnetOf(network: Network, { address }: Target): string | undefined {
  return itemsOf(network.subnets)?.find(({ cidrBlocks }) =>
    cidrBlocks.some((block) => holdsAddress(block, address)),
  )?.subnetId;
}
