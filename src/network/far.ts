import { formatAddress, holdsAddress, parseAddress } from './address.ts';
import { nameOfTarget, type Target } from './destination.ts';
import type { Interface, Network, VpcEndpoint } from './facts.ts';
import { crosses } from './network-acls.ts';
import {
  allOf,
  type BlockReason,
  type ExplanationCode,
  hidden,
  type Outcome,
  passes,
  stops,
} from './outcome.ts';
import { routeFrom } from './routes.ts';
import { letsIn } from './security-groups.ts';
import { itemsOf, missingOf } from './seen.ts';
import { gateOf, routeOfGateway } from './transit-gateway.ts';

/** Packets that leave a VPC by a peering connection or a transit gateway. */
interface Leaving {
  readonly network: Network;
  readonly from: Interface;
  readonly source: string;
  readonly target: Target;
  /** What the route of the node's subnet leads to. */
  readonly next: string;
  readonly deadEnd: (why: string, code?: ExplanationCode) => Outcome;
}

/** By a peering connection: it carries packets for addresses of the peer's own (VPC Peering Guide, "Limitations"). */
export function throughPeering(leaving: Leaving): Outcome {
  const { network, next, target, deadEnd } = leaving;
  const peerings = itemsOf(network.peerings);
  const peering = peerings?.find(({ peeringId }) => peeringId === next);
  if (peering === undefined && isOfInternet(target)) {
    return deadEnd(
      "takes packets for the peer's own addresses only",
      'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    );
  }
  if (peerings === undefined) return hidden(...missingOf(network.peerings));
  if (peering === undefined) return behind(leaving, 'ec2:DescribeVpcPeeringConnections on *');
  if (peering.status !== 'active') return deadEnd(`is ${peering.status}`, 'BAD_STATE');
  if (!peering.peerCidrBlocks.some((block) => holdsAddress(block, target.address))) {
    return deadEnd(
      `takes packets for the addresses of ${peering.peerVpcId} only`,
      'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    );
  }
  return allOf([
    passes(next, `leads to ${peering.peerVpcId}`),
    arrive(leaving, peering.peerVpcId, peering.peerAccountId),
  ]);
}

/** By a transit gateway: its route table decides, and each attachment takes packets of its zones only. */
export function throughTransitGateway(leaving: Leaving): Outcome {
  const { network, from, next, target, deadEnd } = leaving;
  const attachments = itemsOf(network.transitGateways);
  if (attachments === undefined) return hidden(...missingOf(network.transitGateways));
  const attachment = attachments.find(({ transitGatewayId }) => transitGatewayId === next);
  if (attachment === undefined) return deadEnd(`${network.vpcId} is not attached to`);
  if (attachment.state !== 'available') {
    return deadEnd(
      `is attached by ${attachment.attachmentId}, which is ${attachment.state}`,
      'BAD_STATE_ATTACHMENT',
    );
  }
  const route = routeOfGateway(attachment, formatAddress(target.address));
  if (route === 'unseen') return hidden(...missingOf(attachment.routes));
  if (route === undefined)
    return deadEnd(`has no route to ${nameOfTarget(target)}`, 'NO_ROUTE_TO_DESTINATION');
  if (route.state === 'blackhole')
    return deadEnd(`has a blackhole for ${route.destination}`, 'BAD_STATE_ROUTE');
  if (route.resourceType !== 'vpc') {
    return behind(
      leaving,
      `a look from the node: nothing is known of ${route.resourceType} ${route.resourceId}`,
    );
  }
  const gate = gateOf(network, attachment, from.subnetId);
  if (gate === undefined) {
    return deadEnd(`has no subnet of ${attachment.attachmentId} in the zone of ${from.subnetId}`);
  }
  const far = network.far.find(({ vpcId }) => vpcId === route.resourceId);
  if (far === undefined) return behind(leaving, needOf(route.resourceId));
  const sender = parseAddress(leaving.source);
  return allOf([
    passes(next, `${route.destination} -> ${route.resourceId}`),
    ...(gate === from.subnetId || sender === undefined
      ? []
      : [
          crosses(network, {
            subnetId: gate,
            egress: false,
            peer: sender,
            peerName: 'the node',
            ports: port443,
          }),
          crosses(network, {
            subnetId: gate,
            egress: true,
            peer: sender,
            peerName: 'the node',
            ports: from.ephemeralPorts,
          }),
        ]),
    arrive(leaving, far.vpcId),
  ]);
}

const port443 = { from: 443, to: 443 };

/** In the other VPC: to an endpoint, whose subnet has to have a route back. */
function arrive(leaving: Leaving, vpcId: string, accountId?: string): Outcome {
  const { network, from, source, target, next } = leaving;
  const far = network.far.find((one) => one.vpcId === vpcId);
  if (far === undefined) return behind(leaving, needOf(vpcId, accountId));
  const endpoints = itemsOf(far.endpoints);
  const subnets = itemsOf(far.subnets);
  if (endpoints === undefined || subnets === undefined) {
    return hidden(...missingOf(far.endpoints, far.subnets));
  }
  const endpoint = endpoints.find(({ vpcEndpointId }) => vpcEndpointId === target.vpcEndpointId);
  const there = subnets.find(({ cidrBlocks }) =>
    cidrBlocks.some((block) => holdsAddress(block, target.address)),
  );
  const sender = parseAddress(source);
  if (endpoint === undefined || there === undefined || sender === undefined) {
    return hidden({
      fact: `who has address ${nameOfTarget(target)} in ${vpcId}`,
      permission: 'a look from the node at what answers there',
    });
  }
  const { subnetId } = there;
  const cross = (egress: boolean, ports = port443) =>
    crosses(far, { subnetId, egress, peer: sender, peerName: 'the node', ports });
  return allOf([
    ...throughFarGate(leaving, far, subnetId),
    cross(false),
    letsIn(far, from, source, endpoint, 443),
    passes(endpoint.vpcEndpointId, `serves ${endpoint.serviceName}`),
    cross(true, from.ephemeralPorts),
    wayBack(leaving, far, endpoint, subnetId),
  ]);

  function throughFarGate({ next: gateway }: Leaving, at: Network, inSubnet: string): Outcome[] {
    if (!gateway.startsWith('tgw-')) return [];
    const attachment = itemsOf(at.transitGateways)?.find(
      ({ transitGatewayId }) => transitGatewayId === gateway,
    );
    if (attachment === undefined) return [hidden(...missingOf(at.transitGateways))];
    const gate = gateOf(at, attachment, inSubnet);
    const noGate = `${attachment.attachmentId} of ${next} has no subnet in the zone of ${inSubnet}`;
    if (gate === undefined) return [stops(gateway, noGate, { kind: 'no-way-back', vpcId })];
    if (gate === inSubnet) return [];
    const peerName = nameOfTarget(target);
    const common = { subnetId: gate, peer: target.address, peerName };
    return [
      crosses(at, { ...common, egress: true, ports: port443 }),
      crosses(at, { ...common, egress: false, ports: from.ephemeralPorts }),
    ];
  }
}

/** Answers go by the routes of the other VPC, and of its attachment to the gateway. */
function wayBack(
  { network, source, next }: Leaving,
  far: Network,
  { vpcEndpointId }: VpcEndpoint,
  subnetId: string,
): Outcome {
  const address = parseAddress(source);
  if (address === undefined) return hidden();
  const { family, value } = address;
  const back: Target = {
    label: 'the node',
    family,
    within: [{ family, first: value, last: value }],
    prefixListIds: new Set(),
    address,
  };
  const reason: BlockReason = { kind: 'no-way-back', vpcId: far.vpcId };
  const routed = routeFrom(far, subnetId, back);
  if (routed.kind === 'none') {
    const { outcome } = routed;
    if (outcome.kind !== 'blocked') return outcome;
    const { component, text, code } = outcome.block;
    const { routeTableId } = 'routeTableId' in outcome.block.why ? outcome.block.why : {};
    const why = routeTableId === undefined ? reason : { ...reason, routeTableId };
    return stops(component, `answers of ${vpcEndpointId} do not come back: ${text}`, why, code);
  }
  const { table, route } = routed;
  if (route.target === next) {
    const attachment = itemsOf(far.transitGateways)?.find(
      ({ transitGatewayId }) => transitGatewayId === next,
    );
    if (attachment === undefined) return passes(next, 'leads back');
    const behindIt = routeOfGateway(attachment, source);
    if (behindIt === 'unseen') return hidden(...missingOf(attachment.routes));
    if (behindIt?.state === 'active' && behindIt.resourceId === network.vpcId) {
      return passes(next, 'leads back');
    }
    return stops(
      next,
      `answers of ${vpcEndpointId} do not come back: ${next} has no route to ${network.vpcId}`,
      reason,
      'NO_ROUTE_TO_DESTINATION',
    );
  }
  return stops(
    table.routeTableId,
    `answers of ${vpcEndpointId} do not come back: the route of ${table.routeTableId} to ${route.destination} leads to ${route.target}, not to ${next}`,
    reason,
  );
}

/** Whether it is a host of the internet, which has no address of its own here. */
function isOfInternet({ within, isOfZone }: Target): boolean {
  return isOfZone !== true && (within.length > 1 || within[0]?.first !== within[0]?.last);
}

function needOf(vpcId: string, accountId?: string): string {
  const where = accountId === undefined ? 'the account that owns it' : `account ${accountId}`;
  return `the rights of hawser doctor --permissions in ${where}, to look at ${vpcId}: name a profile for it with --profile`;
}

function behind({ next, target }: Leaving, permission: string): Outcome {
  return hidden({
    fact: `what becomes of packets for ${nameOfTarget(target)} behind ${next}`,
    permission,
  });
}
