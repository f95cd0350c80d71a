import type { NetworkState } from '../network-state.ts';
import type {
  NetworkInterfaceRecord,
  SubnetRecord,
  TransitGatewayAttachmentRecord,
  VpcRecord,
} from '../records/network.ts';
import { holds } from '../vpc/cidr.ts';
import { findIn, type InVpc, networkAclOf } from '../vpc/lookups.ts';
import { isRequester, peeringOf } from '../vpc/peerings.ts';
import { aclLets, type Packet, reversed } from './filters.ts';

/** Carries on behind a peering connection or a transit gateway. */
export interface Crossing {
  /** The VPC that has the address. */
  readonly far: InVpc;
  /** Whether the packet, and its answer, pass what lies between the VPCs. */
  passes(packet: Packet, from: SubnetRecord, to: SubnetRecord): boolean;
}

/** What a route's target leads to; undefined where it leads to no VPC with that address. */
export function crossingTo(
  network: NetworkState,
  subnet: SubnetRecord,
  target: string,
  address: string,
): Crossing | undefined {
  const far = target.startsWith('pcx-')
    ? peerOf(network, subnet, target)
    : target.startsWith('tgw-')
      ? behindTransitGateway(network, subnet, target, address)
      : undefined;
  const vpc = far && findIn(network.vpcs, far, far.vpcId);
  if (far === undefined || !vpc?.cidrs.some(({ cidr }) => holds(cidr, address))) return undefined;
  return {
    far,
    passes: (packet, from, to) =>
      target.startsWith('pcx-') || passesAttachments(network, target, packet, from, to),
  };
}

/** Source: VPC Peering Guide, "VPC peering basics". */
function peerOf(network: NetworkState, subnet: SubnetRecord, id: string): InVpc | undefined {
  const connection = peeringOf(network, subnet, id);
  if (connection?.status !== 'active') return undefined;
  const { accountId, region, requesterVpcId, accepter } = connection;
  const isOurs = isRequester(subnet, connection) && requesterVpcId === subnet.vpcId;
  return isOurs ? accepter : { accountId, region, vpcId: requesterVpcId };
}

function attachmentsOf(network: NetworkState, id: string): TransitGatewayAttachmentRecord[] {
  return network.transitGatewayAttachments
    .list()
    .map(({ document }) => document)
    .filter(({ transitGatewayId }) => transitGatewayId === id);
}

/** Every attachment propagates the blocks of its VPC into the gateway's one route table. */
function behindTransitGateway(
  network: NetworkState,
  subnet: SubnetRecord,
  id: string,
  address: string,
): InVpc | undefined {
  return attachmentsOf(network, id).find((one) => {
    const vpc: VpcRecord | undefined = findIn(network.vpcs, one, one.vpcId);
    return one.vpcId !== subnet.vpcId && vpc?.cidrs.some(({ cidr }) => holds(cidr, address));
  });
}

/**
 * An attachment takes packets in the zones of its subnets only, and the network ACLs of these decide too. Source: AWS
 * Transit Gateway guide, "Transit gateway attachments to a VPC", "Network ACLs".
 */
function passesAttachments(
  network: NetworkState,
  id: string,
  packet: Packet,
  from: SubnetRecord,
  to: SubnetRecord,
): boolean {
  const near = gateOf(network, id, from);
  const far = gateOf(network, id, to);
  if (near === undefined || far === undefined) return false;
  const answer = reversed(packet);
  const [nearAcl, farAcl] = [networkAclOf(network, near), networkAclOf(network, far)];
  return (
    (near.id === from.id || (aclLets(nearAcl, 'in', packet) && aclLets(nearAcl, 'out', answer))) &&
    (far.id === to.id || (aclLets(farAcl, 'out', packet) && aclLets(farAcl, 'in', answer)))
  );
}

/** The subnet in which a gateway's attachment takes the packets of a subnet's zone. */
function gateOf(
  network: NetworkState,
  id: string,
  { vpcId, zone }: SubnetRecord,
): SubnetRecord | undefined {
  return attachmentsOf(network, id)
    .filter((one) => one.vpcId === vpcId)
    .flatMap((one) => one.subnetIds.flatMap((each) => findIn(network.subnets, one, each) ?? []))
    .find((subnet) => subnet.zone === zone);
}

/** An interface in another VPC that has an address. */
export function interfaceIn(
  network: NetworkState,
  { accountId, region, vpcId }: InVpc,
  address: string,
): NetworkInterfaceRecord | undefined {
  return network.interfaces
    .list({ prefix: `${accountId}/${region}/` })
    .map(({ document }) => document)
    .find((one) => one.vpcId === vpcId && one.privateIp === address);
}
